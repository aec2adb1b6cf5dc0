using System.Globalization;
using System.Runtime.CompilerServices;
using RmapHarness.Engine.Proc;
using RmapHarness.Guests.Agent;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Image;
using RmapHarness.Guests.KernelLog;
using RmapHarness.Guests.Kernels;
using RmapHarness.Guests.Ssh;

namespace RmapHarness.Guests.Qemu;

/// <summary>A kernel in QEMU, with the agent on it, reached over SSH.</summary>
public sealed class QemuGuest : IGuest
{
    /// <summary>The least memory of a guest, in MiB: with less, kernels start with THP off.</summary>
    public const int LeastMemoryMiB = 640;

    private static readonly TimeSpan PatienceForSigns = TimeSpan.FromSeconds(3);

    private readonly PrivateDirectory directory;
    private readonly QemuMachine machine;
    private readonly OpenSshShell shell;
    private readonly RemoteCommand agentCommand;
    private readonly AgentClient agent;
    private readonly SerialLog serial;
    private string? crash;
    private int disposed;

    private QemuGuest(
        PrivateDirectory directory,
        QemuMachine machine,
        SerialLog serial,
        OpenSshEndpoint endpoint,
        OpenSshShell shell,
        RemoteCommand agentCommand,
        AgentClient agent,
        KernelImage kernel,
        GuestFacts facts)
    {
        this.directory = directory;
        this.machine = machine;
        this.serial = serial;
        this.shell = shell;
        this.agentCommand = agentCommand;
        this.agent = agent;
        Endpoint = endpoint;
        Kernel = kernel;
        Facts = facts;
        _ = CloseStreamsAfterQemuAsync();
    }

    /// <inheritdoc/>
    public GuestFacts Facts { get; }

    /// <summary>The kernel's files.</summary>
    public KernelImage Kernel { get; }

    /// <summary>The file that has what the guest wrote on its console; it stays after the guest.</summary>
    public string SerialLogPath => serial.Path;

    /// <summary>A shell on the guest, beside the agent.</summary>
    public IRemoteShell Shell => shell;

    /// <summary>QEMU's process number.</summary>
    public int ProcessId => machine.ProcessId;

    /// <summary>Where its SSH server is.</summary>
    internal OpenSshEndpoint Endpoint { get; }

    /// <summary>Gets the kernel, builds the image, boots and waits for the agent.</summary>
    /// <param name="options">What guest.</param>
    /// <param name="progress">Told in one line what is being done.</param>
    /// <param name="cancellation">Stops early; nothing stays.</param>
    /// <exception cref="UnknownKernelException">The kernel is neither a name of the catalogue nor a file.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Too little memory, or no processor.</exception>
    /// <exception cref="TargetUnavailableException">The guest cannot be had; says why, with the tail of the serial log.</exception>
    public static async Task<QemuGuest> StartAsync(QemuGuestOptions options, IProgress<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MemoryMiB ?? LeastMemoryMiB, LeastMemoryMiB);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Processors, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.NumaNodes, 1);
        var cache = options.Cache ?? HarnessCache.OfUser();
        var source = new KernelSource(KernelCatalogue.Load(), cache);
        // Before anything is fetched.
        var (name, architecture) = await source.FindAsync(options.Kernel, null, progress, cancellation).ConfigureAwait(false);
        await HostPackages.EnsureAsync(architecture, progress, cancellation).ConfigureAwait(false);
        var qemu = HostTools.Find(options.Qemu ?? QemuPlatform.For(architecture).Program);
        var kernel = await source.ResolveAsync(name, progress, cancellation).ConfigureAwait(false);
        RequiredOptions.Check(kernel);
        var image = await new GuestImageBuilder(cache).GetAsync(kernel, progress, cancellation).ConfigureAwait(false);
        return await new QemuBoot(options, qemu, cache, kernel, image, progress).StartAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObservedRun> RunAsync(
        IAsyncEnumerable<AgentJob> jobs, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var run in agent.RunAsync(jobs, cancellation).ConfigureAwait(false))
        {
            yield return run.End == RunEnd.Lost ? await ExplainAsync(run).ConfigureAwait(false) : run;
        }
    }

    /// <summary>Ends the guest; no process and no file of it stays, but for the serial log.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        await agentCommand.DisposeAsync().ConfigureAwait(false);
        await shell.DisposeAsync().ConfigureAwait(false);
        await machine.DisposeAsync().ConfigureAwait(false);
        directory.Dispose();
    }

    /// <summary>Logs in to a guest that is up and starts its agent. Takes over what it is given, if it succeeds.</summary>
    internal static async Task<QemuGuest> AttachAsync(
        PrivateDirectory directory,
        QemuMachine machine,
        SerialLog serial,
        KernelImage kernel,
        GuestImage image,
        Accelerator accelerator,
        GuestDeadlines deadlines,
        CancellationToken cancellation)
    {
        var port = await machine.GetSshPortAsync(cancellation).ConfigureAwait(false);
        var endpoint = new OpenSshEndpoint("127.0.0.1", port, "root", image.ClientKey, image.KnownHosts, GuestImage.HostAlias);
        OpenSshShell? shell = null;
        RemoteCommand? command = null;
        try
        {
            shell = await OpenSshShell.ConnectAsync(endpoint, directory, deadlines.Connect, cancellation).ConfigureAwait(false);
            command = await shell.StartAsync($"exec {GuestImage.AgentPath} pack").ConfigureAwait(false);
            var agent = new AgentClient(command.Input, new UnpackingStream(command.Output));
            var hello = await agent.ReadHelloAsync(deadlines.Hello, cancellation).ConfigureAwait(false);
            var facts = GuestFacts.Of(kernel.Name, hello, accelerator.Name);
            return new QemuGuest(directory, machine, serial, endpoint, shell, command, agent, kernel, facts);
        }
        catch (Exception failure)
        {
            var said = command?.Errors.Trim() ?? "";
            if (command is not null)
                await command.DisposeAsync().ConfigureAwait(false);
            if (shell is not null)
                await shell.DisposeAsync().ConfigureAwait(false);
            if (failure is ProtocolException)
                throw machine.Failure(string.Create(CultureInfo.InvariantCulture, $"the agent: {failure.Message} {said}").TrimEnd());
            if (failure is TargetUnavailableException unavailable)
                throw machine.Failure($"{unavailable.Message} {unavailable.Detail}".Trim());
            throw;
        }
    }

    private async Task<ObservedRun> ExplainAsync(ObservedRun run)
    {
        crash ??= await LostGuest.ExplainAsync(
            serial.Trouble, machine.Exited, shell.Exited, agentCommand.Exited, PatienceForSigns).ConfigureAwait(false);
        return run with { Crash = crash, Reason = $"{crash} ({run.Reason}; serial log: {serial.Path})" };
    }

    // A dead QEMU resets its connections, but ssh may be slow to see it.
    private async Task CloseStreamsAfterQemuAsync()
    {
        await machine.Exited.ConfigureAwait(false);
        if (Volatile.Read(ref disposed) == 0)
            shell.Abort();
    }
}
