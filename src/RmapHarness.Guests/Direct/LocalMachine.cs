using System.Text;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Ssh;

namespace RmapHarness.Guests.Direct;

/// <summary>This machine.</summary>
internal sealed class LocalMachine : IMachine
{
    private const string Shell = "/bin/sh";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Takes it.</summary>
    /// <exception cref="TargetUnavailableException">We are not root here, or no agent can be built for it.</exception>
    public LocalMachine()
    {
        Architecture = HostArchitecture.Current ?? throw new TargetUnavailableException("the target local: there is no agent for this machine's architecture");
        if (Mono.Unix.Native.Syscall.geteuid() != 0)
            throw new TargetUnavailableException("the target local needs root: it changes settings of this machine's kernel, and reads /proc/kpagecount");
    }

    /// <inheritdoc/>
    public string Name => DirectTarget.Local;

    /// <inheritdoc/>
    public Architecture Architecture { get; }

    /// <inheritdoc/>
    public TimeSpan Restoration { get; } = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async Task<RemoteCommand> StartAgentAsync(string agent, CancellationToken cancellation) =>
        new(await ChildProcess.StartAsync(Shell, ["-c", "\"$0\" plan && exec \"$0\"", agent]).ConfigureAwait(false));

    /// <inheritdoc/>
    public async Task<string> RunAsync(string command, CancellationToken cancellation) =>
        Encoding.UTF8.GetString(await Tool.RunAsync(Shell, ["-c", command], Deadline, cancellation).ConfigureAwait(false));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
