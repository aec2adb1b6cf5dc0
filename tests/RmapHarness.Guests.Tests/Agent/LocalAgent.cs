using System.Diagnostics;
using System.Globalization;
using Mono.Unix.Native;
using NUnit.Framework;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests.Agent;
using AgentProgram = RmapHarness.Engine.Kernel.Operations.Program;
using Trace = RmapHarness.Engine.Proc.Trace;

namespace RmapHarness.Guests.Tests.Agent;

/// <summary>The real agent on this machine's own kernel, as a child process.</summary>
internal sealed class LocalAgent : IAsyncDisposable
{
    public static readonly TimeSpan Ample = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private LocalAgent(params string[] arguments)
    {
        Assert.That(Environment.UserName, Is.EqualTo("root"), "these tests change kernel settings and must run as root");
        process = Process.Start(new ProcessStartInfo(AgentBinary.Path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Client = new AgentClient(process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
    }

    public AgentClient Client { get; }

    public AgentHello Hello { get; private set; } = null!;

    public static async Task<LocalAgent> StartAsync()
    {
        var agent = new LocalAgent();
        agent.Hello = await agent.Client.ReadHelloAsync(Ample, CancellationToken.None);
        Assert.That(agent.Hello.PmdSize, Is.GreaterThan(0), "these tests need a kernel with THP");
        return agent;
    }

    public async Task<ObservedRun> RunAsync(params Operation[] operations) => await RunAsync(Ample, operations);

    public async Task<ObservedRun> RunAsync(TimeSpan deadline, params Operation[] operations) =>
        await Client.RunAsync(new[] { new AgentJob(new AgentProgram(operations, ["parent"]), deadline) }.ToAsyncEnumerable(), CancellationToken.None).SingleAsync();

    /// <summary>Runs, and requires that everything was done.</summary>
    public async Task<Trace> CompleteAsync(params Operation[] operations)
    {
        var run = await RunAsync(operations);
        Assert.That((run.End, run.Reason), Is.EqualTo((RunEnd.Completed, "")));
        return run.Trace;
    }

    /// <summary>Sends text and the end of input; everything that the agent says until its own end.</summary>
    public async Task<string> AskRawAsync(string request)
    {
        await process.StandardInput.WriteAsync(request);
        process.StandardInput.Close();
        return await process.StandardOutput.ReadToEndAsync().WaitAsync(Ample);
    }

    /// <summary>What an agent that packs its answers says to a request and the end of input, unpacked.</summary>
    public static async Task<string> AskPackedAsync(string request)
    {
        await using var agent = new LocalAgent("pack");
        await agent.process.StandardInput.WriteAsync(request);
        agent.process.StandardInput.Close();
        await using var answers = new UnpackingStream(agent.process.StandardOutput.BaseStream);
        using var text = new StreamReader(answers);
        return await text.ReadToEndAsync().WaitAsync(Ample);
    }

    /// <summary>Pids of the agent's processes: itself, its guardian, and those of the scenario.</summary>
    public static IReadOnlyList<int> Processes() =>
    [
        .. Directory.GetDirectories("/proc")
            .Select(directory => int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && Executable(pid) == AgentBinary.Path),
    ];

    /// <summary>Pids of the scenario's processes.</summary>
    public IReadOnlyList<int> ScenarioProcesses() =>
        [.. Processes().Where(pid => Read($"/proc/{pid}/cgroup").Contains($"rmapharness.{process.Id}/run", StringComparison.Ordinal))];

    /// <summary>The agent's guardian: neither the agent nor a process of the scenario.</summary>
    public int Guardian() => Processes().Except(ScenarioProcesses()).Single(pid => pid != process.Id);

    /// <summary>Cgroups of agents.</summary>
    public static IReadOnlyList<string> Cgroups()
    {
        var hierarchy = File.ReadLines("/proc/self/mounts").Select(line => line.Split(' ')).FirstOrDefault(words => words[2] == "cgroup2");
        Assert.That(hierarchy, Is.Not.Null, "this test looks for cgroups and needs cgroup v2 mounted");
        return Directory.GetDirectories(hierarchy![1], "rmapharness.*");
    }

    /// <summary>Sends the agent a signal and waits for its end.</summary>
    public async Task SignalAsync(Signum signal)
    {
        Send(process.Id, signal);
        await process.WaitForExitAsync().WaitAsync(Ample);
    }

    public static void Send(int pid, Signum signal) => Assert.That(Syscall.kill(pid, signal), Is.Zero, $"kill {pid}");

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Ample);
        process.Dispose();
    }

    private static string? Executable(int pid)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{pid}/exe", returnFinalTarget: false)?.FullName;
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
