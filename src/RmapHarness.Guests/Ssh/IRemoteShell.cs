namespace RmapHarness.Guests.Ssh;

/// <summary>A machine on which commands can be run. Disposing ends the connection and all commands on it.</summary>
public interface IRemoteShell : IAsyncDisposable
{
    /// <summary>Starts a command and leaves its streams to the caller.</summary>
    /// <param name="command">A line for the remote shell.</param>
    Task<RemoteCommand> StartAsync(string command);

    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">A line for the remote shell.</param>
    /// <param name="deadline">How long it may take.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>What it wrote on standard output.</returns>
    /// <exception cref="TargetUnavailableException">It did not end in time or with status 0.</exception>
    Task<string> RunAsync(string command, TimeSpan deadline, CancellationToken cancellation);
}
