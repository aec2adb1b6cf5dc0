using RmapHarness.Guests.Host;

namespace RmapHarness.Guests.Ssh;

/// <summary>A command that runs on a remote machine. Disposing closes its streams; the remote side ends it then.</summary>
public sealed class RemoteCommand : IAsyncDisposable
{
    private readonly ChildProcess client;

    internal RemoteCommand(ChildProcess client) => this.client = client;

    /// <summary>Its standard input.</summary>
    public Stream Input => client.Input;

    /// <summary>Its standard output; ends with the command or with the connection.</summary>
    public Stream Output => client.Output;

    /// <summary>The last of what it wrote on standard error.</summary>
    public string Errors => client.Errors;

    /// <summary>Completes when the command or the connection has ended; never fails.</summary>
    public Task Exited => client.Exited;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => client.DisposeAsync();
}
