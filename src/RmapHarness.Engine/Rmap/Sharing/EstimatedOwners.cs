using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Rmap.Sharing;

/// <summary>
/// The guess before 6.15 (6.12: include/linux/mm.h, folio_likely_mapped_shared): certain only where the counters are; otherwise
/// the first page stands for all. It keeps nothing of its own.
/// </summary>
public sealed class EstimatedOwners : OwnerTracker
{
    private EstimatedOwners()
    {
    }

    /// <summary>The one instance; it has no state.</summary>
    public static EstimatedOwners Instance { get; } = new();

    /// <inheritdoc/>
    public override OwnerTracker Clone() => this;

    /// <inheritdoc/>
    public override void Added(int mm, long entries, long mapcount)
    {
    }

    /// <inheritdoc/>
    public override void Removed(int mm, long entries, long mapcount)
    {
    }

    /// <inheritdoc/>
    public override bool MaybeMappedShared(FolioRun run, int mm)
    {
        ArgumentNullException.ThrowIfNull(run);
        var counters = run.Counters;
        if (counters.Mapcount <= 1)
            return false;
        if (counters.HasEntireMapping || counters.Mapcount > counters.FolioPages)
            return true;
        return counters.CountAt(0).Count > 1;
    }
}
