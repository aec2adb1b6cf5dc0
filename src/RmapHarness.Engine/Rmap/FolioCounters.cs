using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Rmap;

/// <summary>
/// The mapping counters of one folio under one scheme: map and unmap events in, answers out (include/linux/rmap.h and mm/rmap.c
/// of 6.12 and later; 6.1 stores the same answers elsewhere).
/// </summary>
public abstract class FolioCounters
{
    /// <summary>Counters of an unmapped folio.</summary>
    /// <param name="order">log2 of its pages.</param>
    protected FolioCounters(int order) => Order = order;

    /// <summary>log2 of the folio's pages.</summary>
    public int Order { get; }

    /// <summary>Pages of the folio.</summary>
    public long FolioPages => 1L << Order;

    /// <summary>All entries that map any of the folio, of whatever size (folio_mapcount).</summary>
    public long Mapcount { get; private set; }

    /// <summary>Whether any entry maps any of the folio.</summary>
    public bool IsMapped => Mapcount > 0;

    /// <summary>
    /// Whether the scheme itself tells mapped exclusively from mapped shared, page by page (a count of one). If not, the sharing
    /// tracker of the folio is asked.
    /// </summary>
    public abstract bool KnowsEachPage { get; }

    /// <summary>Whether an entry larger than a PTE maps the folio.</summary>
    public abstract bool HasEntireMapping { get; }

    /// <summary>
    /// Pages that AnonPages, Mapped and their memcg likes count for the folio: those that are mapped, where each page's count is kept;
    /// otherwise the whole folio as soon as any page is mapped (2026 RFC, functional change 1).
    /// </summary>
    public abstract long StatisticsPages { get; }

    /// <summary>
    /// Whether the counters alone show that a part of the folio is mapped and a part is not: what puts an anonymous folio on the
    /// deferred split queue (2026 RFC, functional change 7).
    /// </summary>
    public abstract bool IsCertainlyPartiallyMapped { get; }

    /// <summary>Fresh counters for a scheme. Small folios have one exact mapcount under every scheme.</summary>
    public static FolioCounters Create(AccountingScheme scheme, int order) => scheme switch
    {
        _ when order == 0 => new SmallFolioCounters(),
        AccountingScheme.PageMapcount => new PageMapcountCounters(order),
        AccountingScheme.NoPageMapcount => new NoPageMapcountCounters(order),
        AccountingScheme.TotalMappedPages => new TotalMappedPagesCounters(order),
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "no such scheme"),
    };

    /// <summary>An independent copy.</summary>
    public abstract FolioCounters Clone();

    /// <summary>New entries map pages first..first+pages.</summary>
    /// <param name="first">Index of the first page inside the folio.</param>
    /// <param name="pages">Base pages mapped.</param>
    /// <param name="entryPages">Base pages that each entry maps: 1, or those of a PMD or PUD entry (<see cref="Geometry.EntryPages"/>).</param>
    /// <exception cref="InvalidOperationException">The scheme cannot count such a mapping.</exception>
    public void Map(long first, long pages, long entryPages)
    {
        Mapcount += pages / entryPages;
        Change(first, pages, entryPages, 1);
    }

    /// <summary>Entries go away; the inverse of <see cref="Map"/>.</summary>
    /// <exception cref="InvalidOperationException">More is unmapped than was mapped.</exception>
    public void Unmap(long first, long pages, long entryPages)
    {
        Mapcount -= pages / entryPages;
        if (Mapcount < 0)
            throw new InvalidOperationException("more is unmapped than was mapped");
        Change(first, pages, entryPages, -1);
    }

    /// <summary>Whether the folio may be mapped by so many entries more (2026 RFC, "Mapcount overflows").</summary>
    /// <param name="limits">The widths of the counters.</param>
    /// <param name="entries">New entries.</param>
    /// <param name="pages">Pages that they map together.</param>
    public virtual bool Admits(MappingLimits limits, long entries, long pages)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return limits.Admit(Mapcount, 0, entries, 0);
    }

    /// <summary>Whether one entry of a size may map a part of the folio under this scheme.</summary>
    /// <param name="pages">Base pages that the entry would map.</param>
    public virtual bool AllowsEntryOf(long pages) => pages == 1 || pages == FolioPages;

    /// <summary>
    /// The count that /proc/kpagecount shows for a page, and that divides its Pss, and how many pages from it on have the same.
    /// </summary>
    public abstract (long Count, long Pages) CountAt(long page);

    /// <summary>What the scheme keeps beside <see cref="Mapcount"/> changes.</summary>
    /// <param name="first">Index of the first page inside the folio.</param>
    /// <param name="pages">Base pages.</param>
    /// <param name="entryPages">Base pages that each entry maps.</param>
    /// <param name="sign">1 or -1.</param>
    protected abstract void Change(long first, long pages, long entryPages, int sign);

    /// <summary>Copies the counter that every scheme has.</summary>
    protected void CopyTo(FolioCounters copy) => copy.Mapcount = Mapcount;
}
