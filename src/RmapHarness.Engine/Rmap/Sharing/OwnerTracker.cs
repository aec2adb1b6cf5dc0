using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap.Sharing.RmapId;

namespace RmapHarness.Engine.Rmap.Sharing;

/// <summary>Tells, for one folio, whether one mm maps it or more: map and unmap events in, the decision out.</summary>
public abstract class OwnerTracker
{
    /// <summary>Fresh state for a tracker. Small folios need none: their mapcount is exact.</summary>
    /// <param name="tracker">Which.</param>
    /// <param name="order">log2 of the folio's pages.</param>
    /// <param name="rmapIds">The rmap IDs of the mms, for the tracker that goes by them.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such tracker, or it does not track folios of this order.</exception>
    public static OwnerTracker Create(SharingTracker tracker, int order, MmRmapIds rmapIds) => tracker switch
    {
        _ when order == 0 => MapcountOwners.Instance,
        SharingTracker.Exact => new ExactOwners(),
        SharingTracker.Estimate => EstimatedOwners.Instance,
        SharingTracker.MmId => new MmIdOwners(),
        SharingTracker.RmapId => new RmapIdOwners(order, rmapIds),
        _ => throw new ArgumentOutOfRangeException(nameof(tracker), tracker, "no such tracker"),
    };

    /// <summary>An independent copy.</summary>
    public abstract OwnerTracker Clone();

    /// <summary>Entries of an mm were added; called after the counters changed.</summary>
    /// <param name="mm">Number of the mm.</param>
    /// <param name="entries">Entries added at once.</param>
    /// <param name="mapcount">All entries now.</param>
    public abstract void Added(int mm, long entries, long mapcount);

    /// <summary>Entries of an mm were removed in one batch; called after the counters changed.</summary>
    /// <param name="mm">Number of the mm.</param>
    /// <param name="entries">Entries removed at once.</param>
    /// <param name="mapcount">All entries now.</param>
    public abstract void Removed(int mm, long entries, long mapcount);

    /// <summary>Whether removing entries of an mm one by one ends as removing them in one batch does.</summary>
    public virtual bool BatchIsNeutral(int mm, long entries) => true;

    /// <summary>A small number that is the same for states which the tracker treats alike; it serves to count what was met.</summary>
    /// <param name="run">The folio, for its counters.</param>
    public virtual int StateClass(FolioRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return (int)Math.Min(run.Counters.Mapcount, 3);
    }

    /// <summary>folio_maybe_mapped_shared and what went before it: may more than one mm map the folio?</summary>
    /// <param name="run">The folio asked about, for its counters.</param>
    /// <param name="mm">Number of the mm that asks, one that maps the folio.</param>
    public abstract bool MaybeMappedShared(FolioRun run, int mm);
}
