namespace RmapHarness.Engine.Rmap;

/// <summary>
/// The 2026 RFC, points (a), (b) and (d): no per-page mapcount and no entire mapcount, but the number of entries and the number of
/// pages that all of them map together. Entries of any size may map any part of a folio.
/// </summary>
public sealed class TotalMappedPagesCounters : FolioCounters
{
    /// <summary>An unmapped large folio.</summary>
    /// <param name="order">log2 of its pages.</param>
    public TotalMappedPagesCounters(int order)
        : base(order)
    {
    }

    /// <summary>Pages that all entries map, a page counted as often as it is mapped.</summary>
    public long TotalMappedPages { get; private set; }

    /// <inheritdoc/>
    public override bool KnowsEachPage => false;

    /// <summary>Whether some entry maps more than one page: only then are there more mapped pages than entries.</summary>
    public override bool HasEntireMapping => TotalMappedPages > Mapcount;

    /// <summary>
    /// PMD entries of a PMD-sized folio, from the two counters alone: each adds one entry and N pages, each PTE one entry and one page.
    /// </summary>
    public long EntireMappings => (TotalMappedPages - Mapcount) / (FolioPages - 1);

    /// <inheritdoc/>
    public override long StatisticsPages => IsMapped ? FolioPages : 0;

    /// <summary>
    /// Functional change 7: certain only while fewer pages are mapped than the folio has; a folio that others map too may be partially
    /// mapped without showing it.
    /// </summary>
    public override bool IsCertainlyPartiallyMapped => IsMapped && TotalMappedPages < FolioPages;

    /// <inheritdoc/>
    public override FolioCounters Clone()
    {
        var copy = new TotalMappedPagesCounters(Order) { TotalMappedPages = TotalMappedPages };
        CopyTo(copy);
        return copy;
    }

    /// <inheritdoc/>
    public override (long Count, long Pages) CountAt(long page) => (Average(TotalMappedPages, Order), FolioPages - page);

    /// <inheritdoc/>
    public override bool Admits(MappingLimits limits, long entries, long pages)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return limits.Admit(Mapcount, TotalMappedPages, entries, pages);
    }

    /// <inheritdoc/>
    public override bool AllowsEntryOf(long pages) => pages <= FolioPages;

    /// <summary>Average mappings of each page: total mapped pages divided by the pages, rounded half up; at least 1 while any is mapped.</summary>
    public static long Average(long totalMappedPages, int order) =>
        totalMappedPages == 0 ? 0 : Math.Max(1, (totalMappedPages + ((1L << order) >> 1)) >> order);

    /// <inheritdoc/>
    protected override void Change(long first, long pages, long entryPages, int sign)
    {
        TotalMappedPages += sign * pages;
        if (TotalMappedPages < Mapcount)
            throw new InvalidOperationException("more is unmapped than was mapped");
    }
}
