using RmapHarness.Engine.Proc;
using RmapHarness.Guests.Agent;

namespace RmapHarness.Guests;

/// <summary>Shorter ways to use a guest.</summary>
public static class GuestExtensions
{
    /// <summary>Executes jobs that are all there already; see <see cref="IGuest.RunAsync"/>.</summary>
    public static IAsyncEnumerable<ObservedRun> RunAsync(this IGuest guest, IReadOnlyList<AgentJob> jobs, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(guest);
        return guest.RunAsync(jobs.ToAsyncEnumerable(), cancellation);
    }
}
