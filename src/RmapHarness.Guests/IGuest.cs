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
    /// <param name="jobs">The programs; taken as there is room for them.</param>
    /// <param name="cancellation">Stops early; the guest is then as good as lost, as it is where the enumeration ends early.</param>
    IAsyncEnumerable<ObservedRun> RunAsync(IAsyncEnumerable<AgentJob> jobs, CancellationToken cancellation);
}
