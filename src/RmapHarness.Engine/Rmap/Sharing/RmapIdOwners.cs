using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap.Sharing.RmapId;

namespace RmapHarness.Engine.Rmap.Sharing;

/// <summary>
/// Sums of sub-IDs (the 2023 patch "mm/rmap_id", sections 3 and 5). Up to as many mappings as the folio has pages it is never wrong;
/// with more it says shared, also of a single mm (one that maps a folio by PMD and by PTEs while it splits the PMD).
/// </summary>
public sealed class RmapIdOwners : OwnerTracker
{
    private readonly MmRmapIds ids;
    private readonly RmapValues values;
    private long mapcount;

    /// <summary>No owner.</summary>
    /// <param name="order">log2 of the folio's pages, 1 to 15.</param>
    /// <param name="ids">The rmap IDs of the mms.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scheme does not track folios of this order.</exception>
    public RmapIdOwners(int order, MmRmapIds ids)
        : this(new RmapValues(order), ids)
    {
    }

    private RmapIdOwners(RmapValues values, MmRmapIds ids)
    {
        this.values = values;
        this.ids = ids;
    }

    /// <summary>The folio's values, 4 to 6 of them.</summary>
    public ReadOnlySpan<ulong> Values => values.Values;

    /// <inheritdoc/>
    public override OwnerTracker Clone() => new RmapIdOwners(values.Clone(), ids) { mapcount = mapcount };

    /// <inheritdoc/>
    public override void Added(int mm, long entries, long mapcount)
    {
        values.Add(ids[mm], entries);
        this.mapcount = mapcount;
    }

    /// <inheritdoc/>
    public override void Removed(int mm, long entries, long mapcount)
    {
        values.Add(ids[mm], -entries);
        this.mapcount = mapcount;
        if (mapcount == 0)
            values.Free();
    }

    /// <inheritdoc/>
    public override bool BatchIsNeutral(int mm, long entries) => mapcount <= 1L << values.Order;

    /// <inheritdoc/>
    public override bool MaybeMappedShared(FolioRun run, int mm) => values.Decide(ids[mm], mapcount) == RmapDecision.MappedShared;
}
