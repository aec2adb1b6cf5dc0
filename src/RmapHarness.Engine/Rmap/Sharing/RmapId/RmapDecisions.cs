namespace RmapHarness.Engine.Rmap.Sharing.RmapId;

/// <summary>The two checks of the 2023 patch, section 3.</summary>
internal static class RmapDecisions
{
    /// <summary>Decides for one mm, from a consistent mapcount and values.</summary>
    /// <param name="layout">Layout of the folio's values.</param>
    /// <param name="order">log2 of the folio's pages.</param>
    /// <param name="rmapId">rmap ID of the mm that asks.</param>
    /// <param name="mapcount">All entries that map any of the folio.</param>
    /// <param name="values">The folio's values.</param>
    public static RmapDecision For(RmapIdLayout layout, int order, int rmapId, long mapcount, ReadOnlySpan<ulong> values)
    {
        if (mapcount == 0)
            return RmapDecision.Unmapped;

        // Beyond P the sub-counters may have carried (or wrapped), so the values are not looked at. A PMD-mapped folio that is
        // being PTE-mapped has P + 1 entries of one mm for a moment; the seed leaves that case out, as page tables are locked then.
        if (mapcount > 1L << order)
            return RmapDecision.MappedShared;
        return layout.IsSum(values, rmapId, mapcount) ? RmapDecision.MappedExclusively : RmapDecision.MappedShared;
    }
}
