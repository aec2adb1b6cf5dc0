using System.Globalization;
using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Host;
using RmapHarness.Guests.Ssh;

namespace RmapHarness.Guests.Direct;

/// <summary>A machine that the user's own ssh reaches.</summary>
internal sealed class SshMachine : IMachine
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly OpenSshShell shell;
    private readonly PrivateDirectory directory;

    private SshMachine(string name, OpenSshShell shell, PrivateDirectory directory, Architecture architecture)
    {
        Name = name;
        this.shell = shell;
        this.directory = directory;
        Architecture = architecture;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Architecture Architecture { get; }

    // The agent there may be in the middle of a run when the connection is cut.
    /// <inheritdoc/>
    public TimeSpan Restoration { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Connects.</summary>
    /// <param name="destination">USER@HOST, or what else the user's ssh understands.</param>
    /// <param name="configuration">A configuration file instead of the user's; null: the user's.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="TargetUnavailableException">It cannot be reached, we are not root there, or there is no agent for it.</exception>
    public static async Task<SshMachine> ConnectAsync(string destination, string? configuration, CancellationToken cancellation)
    {
        var name = DirectTarget.SshPrefix + destination;
        var directory = PrivateDirectory.Create();
        OpenSshShell? shell = null;
        try
        {
            shell = await OpenSshShell.ConnectAsUserAsync(destination, configuration, directory, Deadline, cancellation).ConfigureAwait(false);
            var said = (await shell.RunAsync("uname -s; uname -m; id -u", Deadline, cancellation).ConfigureAwait(false)).Split('\n');
            if (said is not [var system, var machine, var user, ..])
                throw new TargetUnavailableException($"{name}: uname and id say nothing there");
            var architecture = (system, machine) switch
            {
                ("Linux", "x86_64") => Architecture.X86_64,
                ("Linux", "aarch64") => Architecture.Arm64,
                _ => throw new TargetUnavailableException($"{name} is {system} on {machine}: there is no agent for it"),
            };
            if (user != "0")
                throw new TargetUnavailableException($"{name}: the user there is number {user}, and the agent needs root");
            return new SshMachine(name, shell, directory, architecture);
        }
        catch
        {
            if (shell is not null)
                await shell.DisposeAsync().ConfigureAwait(false);
            directory.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<RemoteCommand> StartAgentAsync(string agent, CancellationToken cancellation)
    {
        var program = await File.ReadAllBytesAsync(agent, cancellation).ConfigureAwait(false);
        // The program comes first on standard input. Its file is gone before it runs, so that nothing stays whatever happens after.
        var command = await shell.StartAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            umask 077
            d=$(mktemp -d "$TMPDIR/rmapharness.XXXXXX" 2>/dev/null || mktemp -d /tmp/rmapharness.XXXXXX) || exit
            trap 'rm -rf "$d"' EXIT
            trap 'exit 1' HUP INT TERM PIPE
            head -c {program.Length} >"$d/agent" && chmod 700 "$d/agent" || exit
            [ "$(wc -c <"$d/agent")" -eq {program.Length} ] || exit
            exec 3<"$d/agent" || exit
            rm -rf "$d"
            /proc/self/fd/3 plan && exec /proc/self/fd/3
            """)).ConfigureAwait(false);
        try
        {
            await command.Input.WriteAsync(program, cancellation).AsTask().WaitAsync(Deadline, cancellation).ConfigureAwait(false);
            await command.Input.FlushAsync(cancellation).ConfigureAwait(false);
            return command;
        }
        catch (Exception failure)
        {
            var said = command.Errors.Trim();
            await command.DisposeAsync().ConfigureAwait(false);
            if (failure is IOException or TimeoutException)
                throw new TargetUnavailableException($"{Name}: the agent could not be copied there: {failure.Message}", said, failure);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<string> RunAsync(string command, CancellationToken cancellation) => shell.RunAsync(command, Deadline, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await shell.DisposeAsync().ConfigureAwait(false);
        directory.Dispose();
    }
}
