using RmapHarness.Engine.Proc;
using RmapHarness.Guests.Agent;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Image;
using RmapHarness.Guests.Kernels;
using RmapHarness.Guests.Ssh;

namespace RmapHarness.Guests.Direct;

/// <summary>The kernel of a machine that is not QEMU: this one, or one that ssh reaches.</summary>
public sealed class DirectGuest : IGuest
{
    private const string ReadConfig = "zcat /proc/config.gz 2>/dev/null || cat \"/boot/config-$(uname -r)\" 2>/dev/null || :";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly IMachine machine;
    private readonly RemoteCommand command;
    private readonly AgentClient agent;
    private readonly HeldSettings settings;
    private readonly IProgress<string> progress;
    private int disposed;

    private DirectGuest(
        IMachine machine, RemoteCommand command, AgentClient agent, HeldSettings settings, IProgress<string> progress, GuestFacts facts, KernelConfig? config)
    {
        this.machine = machine;
        this.command = command;
        this.agent = agent;
        this.settings = settings;
        this.progress = progress;
        Facts = facts;
        Config = config;
    }

    /// <inheritdoc/>
    public GuestFacts Facts { get; }

    /// <summary>The kernel's configuration, or null if the machine does not have it.</summary>
    public KernelConfig? Config { get; }

    /// <summary>Tells what will be changed, and starts the agent.</summary>
    /// <param name="name">local, or ssh:USER@HOST.</param>
    /// <param name="sshConfiguration">A configuration of ssh instead of the user's; null: the user's.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Stops early; everything is put back.</param>
    /// <exception cref="TargetUnavailableException">The machine cannot be had; says why.</exception>
    public static async Task<DirectGuest> StartAsync(
        string name, string? sshConfiguration, IProgress<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        progress.Report($"connecting to {name}");
        IMachine machine = DirectTarget.DestinationOf(name) is { } destination
            ? await SshMachine.ConnectAsync(destination, sshConfiguration, cancellation).ConfigureAwait(false)
            : new LocalMachine();
        try
        {
            return await StartAsync(machine, progress, cancellation).ConfigureAwait(false);
        }
        catch
        {
            await machine.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ObservedRun> RunAsync(IAsyncEnumerable<AgentJob> jobs, CancellationToken cancellation) => agent.RunAsync(jobs, cancellation);

    /// <summary>Ends the agent and waits until the machine is as it was.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        await EndAsync(agent, command).ConfigureAwait(false);
        if (await settings.AwaitRestorationAsync().ConfigureAwait(false) is { } trouble)
            progress.Report(trouble);
        await machine.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<DirectGuest> StartAsync(IMachine machine, IProgress<string> progress, CancellationToken cancellation)
    {
        await HostPackages.EnsureAsync(machine.Architecture, progress, cancellation).ConfigureAwait(false);
        var program = await AgentBuild.GetAsync(HarnessCache.OfUser(), machine.Architecture, progress, cancellation).ConfigureAwait(false);
        var config = await machine.RunAsync(ReadConfig, cancellation).ConfigureAwait(false);
        var command = await machine.StartAgentAsync(program, cancellation).ConfigureAwait(false);
        var agent = new AgentClient(command.Input, command.Output);
        HeldSettings? settings = null;
        try
        {
            settings = new HeldSettings(machine, await agent.ReadHelloAsync(Deadline, cancellation).ConfigureAwait(false));
            progress.Report(settings.Describe());
            var hello = await agent.ReadHelloAsync(Deadline, cancellation).ConfigureAwait(false);
            var facts = GuestFacts.Of(machine.Name, hello, "none");
            return new DirectGuest(machine, command, agent, settings, progress, facts, config.Length > 0 ? KernelConfig.Parse(config) : null);
        }
        catch (Exception failure)
        {
            await EndAsync(agent, command).ConfigureAwait(false);
            if (settings is not null && await settings.AwaitRestorationAsync().ConfigureAwait(false) is { } trouble)
                progress.Report(trouble);
            if (failure is ProtocolException or IOException)
                throw new TargetUnavailableException($"{machine.Name}: {failure.Message}", command.Errors.Trim(), failure);
            throw;
        }
    }

    private static async Task EndAsync(AgentClient agent, RemoteCommand command)
    {
        try
        {
            await agent.QuitAsync(Deadline, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is ProtocolException or IOException or ObjectDisposedException)
        {
            // Lost, or in the middle of a run: its guardian does what it cannot do any more.
        }

        await command.DisposeAsync().ConfigureAwait(false);
    }
}
