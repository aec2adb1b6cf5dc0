namespace RmapHarness.Engine.Rmap;

/// <summary>
/// CONFIG_PAGE_MAPCOUNT: PTE mappings are counted for each page (fs/proc/internal.h, folio_precise_page_mapcount).
/// </summary>
public sealed class PageMapcountCounters : EntireMapcountCounters
{
    private readonly PageCounts counts;

    /// <summary>An unmapped large folio.</summary>
    /// <param name="order">log2 of its pages.</param>
    public PageMapcountCounters(int order)
        : this(order, new PageCounts(1L << order))
    {
    }

    private PageMapcountCounters(int order, PageCounts counts)
        : base(order) => this.counts = counts;

    /// <inheritdoc/>
    public override bool KnowsEachPage => true;

    /// <inheritdoc/>
    public override long StatisticsPages => HasEntireMapping ? FolioPages : counts.NonZero;

    /// <inheritdoc/>
    public override bool IsCertainlyPartiallyMapped => !HasEntireMapping && counts.NonZero is > 0 and var mapped && mapped < FolioPages;

    /// <inheritdoc/>
    public override FolioCounters Clone()
    {
        var copy = new PageMapcountCounters(Order, counts.Clone());
        CopyTo(copy);
        return copy;
    }

    /// <inheritdoc/>
    public override (long Count, long Pages) CountAt(long page)
    {
        var (count, pages) = counts.At(page);
        return (count + EntireMapcount, pages);
    }

    /// <inheritdoc/>
    protected override void ChangePages(long first, long pages, int sign) => counts.Add(first, pages, sign);
}
