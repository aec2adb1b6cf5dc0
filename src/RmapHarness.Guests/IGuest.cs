using RmapHarness.Engine.Proc;
using RmapHarness.Guests.Agent;

namespace RmapHarness.Guests;

/// <summary>A kernel with an agent on it, ready to execute programs. Disposing gives back everything that it took.</summary>
public interface IGuest : IAsyncDisposable
{
    /// <summary>What the kernel is.</summary>
    GuestFacts Facts { get; }

    /// <summary>
    /// Executes jobs, several in flight. Yields exactly one result a job, in the order of the jobs; a guest that is lost yields
    /// <see cref="RunEnd.Lost"/> for the job in flight and for all after it.
    /// </summary>
    /// <param name="jobs">The programs.</param>
    /// <param name="cancellation">Stops early.</param>
    IAsyncEnumerable<ObservedRun> RunAsync(IReadOnlyList<AgentJob> jobs, CancellationToken cancellation);
}
