namespace RmapHarness.Engine.Rmap;

/// <summary>
/// The one mapcount of a hugetlb folio, which is always mapped whole: exact under every scheme, for each of its pages (mm/rmap.c and include/linux/rmap.h,
/// hugetlb_add_file_rmap and its likes; the 2026 RFC stops to use the entire mapcount beside it, which was the same number). The statistics of
/// mapped memory leave hugetlb out.
/// </summary>
public sealed class HugetlbCounters : FolioCounters
{
    /// <summary>An unmapped huge page.</summary>
    /// <param name="order">log2 of its pages.</param>
    public HugetlbCounters(int order)
        : base(order)
    {
    }

    /// <inheritdoc/>
    public override bool KnowsEachPage => true;

    /// <inheritdoc/>
    public override bool HasEntireMapping => IsMapped;

    /// <inheritdoc/>
    public override long StatisticsPages => 0;

    /// <inheritdoc/>
    public override bool IsCertainlyPartiallyMapped => false;

    /// <inheritdoc/>
    public override FolioCounters Clone()
    {
        var copy = new HugetlbCounters(Order);
        CopyTo(copy);
        return copy;
    }

    /// <inheritdoc/>
    public override (long Count, long Pages) CountAt(long page) => (Mapcount, FolioPages - page);

    /// <inheritdoc/>
    protected override void Change(long first, long pages, long entryPages, int sign)
    {
        if (first != 0 || pages != FolioPages || entryPages != FolioPages)
            throw new InvalidOperationException("a hugetlb folio is mapped whole");
    }
}
