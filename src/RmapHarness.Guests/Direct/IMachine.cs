using RmapHarness.Engine.Kernel;
using RmapHarness.Guests.Ssh;

namespace RmapHarness.Guests.Direct;

/// <summary>A machine whose own kernel is under test. Disposing ends the connection to it.</summary>
internal interface IMachine : IAsyncDisposable
{
    /// <summary>What results call its kernel.</summary>
    string Name { get; }

    /// <summary>What it is.</summary>
    Architecture Architecture { get; }

    /// <summary>How long the agent and its guardian may take to put things back once nobody talks to them any more.</summary>
    TimeSpan Restoration { get; }

    /// <summary>Starts the agent: its plan first, then the agent itself, over one pair of streams. It leaves no file there.</summary>
    /// <param name="agent">The program, on this machine.</param>
    /// <param name="cancellation">Stops early.</param>
    Task<RemoteCommand> StartAgentAsync(string agent, CancellationToken cancellation);

    /// <summary>What a line for the machine's shell writes on standard output.</summary>
    /// <param name="command">The line.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="TargetUnavailableException">It did not end with status 0, or not in time.</exception>
    Task<string> RunAsync(string command, CancellationToken cancellation);
}
