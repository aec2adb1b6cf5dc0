using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Guests;
using RmapHarness.Guests.Agent;
using RmapHarness.Guests.Host;

namespace RmapHarness.Bench.Model;

/// <summary>This machine's own kernel, driven by the agent as root.</summary>
internal sealed class LocalKernel : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo directory;
    private readonly ChildProcess agent;
    private readonly AgentClient client;

    private LocalKernel(DirectoryInfo directory, ChildProcess agent, AgentClient client, KernelProfile profile)
    {
        this.directory = directory;
        this.agent = agent;
        this.client = client;
        Profile = profile;
    }

    /// <summary>What the model needs to know of it.</summary>
    public KernelProfile Profile { get; }

    /// <summary>Builds and starts the agent.</summary>
    /// <exception cref="NotMeasuredException">It does not start: not root, no memory cgroup, another agent works, …</exception>
    public static async Task<LocalKernel> StartAsync(CancellationToken cancellation)
    {
        var directory = Directory.CreateTempSubdirectory("rmapharness-bench-");
        ChildProcess? agent = null;
        try
        {
            var sources = Path.Combine(HarnessFiles.VmDirectory(), "agent");
            await using (var make = await ChildProcess.StartAsync("make", ["-s", "-C", sources, $"OUT={directory.FullName}"]))
            {
                if (!await make.WaitAsync(Deadline, cancellation) || make.ExitCode != 0)
                    throw new NotMeasuredException($"the agent does not build: {make.Errors}");
            }

            agent = await ChildProcess.StartAsync(Path.Combine(directory.FullName, "agent"), []);
            var client = new AgentClient(agent.Input, agent.Output);
            var hello = await client.ReadHelloAsync(Deadline, cancellation);
            return new LocalKernel(directory, agent, client, ProfileOf(hello));
        }
        catch (Exception failure) when (failure is ProtocolException or IOException or TargetUnavailableException)
        {
            await EndAsync(directory, agent);
            throw new NotMeasuredException($"this machine's kernel cannot be used: {failure.Message}");
        }
        catch
        {
            await EndAsync(directory, agent);
            throw;
        }
    }

    /// <summary>Executes one program so many times; returns the time that the agent took for each, settings and wire left out.</summary>
    public async Task<TimeSpan> MeasureAsync(Program program, int times, CancellationToken cancellation)
    {
        var took = TimeSpan.Zero;
        await foreach (var run in client.RunAsync([.. Enumerable.Repeat(new AgentJob(program, Deadline), times)], cancellation))
        {
            if (run.End != RunEnd.Completed)
                throw new NotMeasuredException($"this machine's kernel did not complete the scenario: {run.End} {run.Reason}");
            took += run.Duration;
        }

        return took / times;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await client.QuitAsync(Deadline, CancellationToken.None);
        }
        catch (Exception failure) when (failure is ProtocolException or IOException)
        {
            // It is gone already, and said so where it was used.
        }

        await EndAsync(directory, agent);
    }

    private static async Task EndAsync(DirectoryInfo directory, ChildProcess? agent)
    {
        if (agent is not null)
            await agent.DisposeAsync();
        directory.Delete(recursive: true);
    }

    private static KernelProfile ProfileOf(AgentHello hello)
    {
        var version = KernelVersion.Parse(hello.Release);
        var architecture = hello.Machine == "x86_64" ? Architecture.X86_64 : Architecture.Arm64;
        return new KernelProfile(
            version, architecture, Geometry.ForPageSize(hello.PageSize), AccountingScheme.PageMapcount, KernelProfile.TrackerOf(version));
    }
}
