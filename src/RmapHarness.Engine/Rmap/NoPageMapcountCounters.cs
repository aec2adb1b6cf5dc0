namespace RmapHarness.Engine.Rmap;

/// <summary>
/// CONFIG_NO_PAGE_MAPCOUNT: nothing is counted for a page; its answer is the average of the folio
/// (Documentation/admin-guide/mm/pagemap.rst; fs/proc/internal.h, folio_average_page_mapcount).
/// </summary>
public sealed class NoPageMapcountCounters : EntireMapcountCounters
{
    /// <summary>An unmapped large folio.</summary>
    /// <param name="order">log2 of its pages.</param>
    public NoPageMapcountCounters(int order)
        : base(order)
    {
    }

    /// <inheritdoc/>
    public override bool KnowsEachPage => false;

    /// <inheritdoc/>
    public override long StatisticsPages => IsMapped ? FolioPages : 0;

    /// <inheritdoc/>
    public override bool IsCertainlyPartiallyMapped => !HasEntireMapping && IsMapped && Mapcount < FolioPages;

    /// <inheritdoc/>
    public override FolioCounters Clone()
    {
        var copy = new NoPageMapcountCounters(Order);
        CopyTo(copy);
        return copy;
    }

    /// <inheritdoc/>
    public override (long Count, long Pages) CountAt(long page) => (Average(Mapcount, EntireMapcount, Order), FolioPages - page);

    /// <summary>
    /// Average mappings of each page of a folio: the entire ones, plus the others divided by the pages, rounded half up; at least 1
    /// while anything is mapped.
    /// </summary>
    public static long Average(long mapcount, long entireMapcount, int order)
    {
        if (mapcount <= entireMapcount)
            return mapcount;
        return Math.Max(1, entireMapcount + ((mapcount - entireMapcount + ((1L << order) >> 1)) >> order));
    }

    /// <inheritdoc/>
    protected override void ChangePages(long first, long pages, int sign)
    {
    }
}
