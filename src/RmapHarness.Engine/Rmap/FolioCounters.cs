using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Rmap;

/// <summary>
/// The mapping counters of one folio under one scheme: map and unmap events in, answers out. An entry at PMD level that maps the
/// whole folio is an <i>entire</i> mapping (include/linux/rmap.h, mm/rmap.c of 6.12 and later; 6.1 stores the same answers elsewhere).
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

    /// <summary>Mappings of the whole folio by one entry.</summary>
    public long EntireMapcount { get; private set; }

    /// <summary>All entries that map any of the folio; an entire mapping counts once (folio_mapcount).</summary>
    public long Mapcount { get; private set; }

    /// <summary>Whether any entry maps any of the folio.</summary>
    public bool IsMapped => Mapcount > 0;

    /// <summary>Fresh counters for a scheme. Small folios have one exact mapcount under every scheme.</summary>
    public static FolioCounters Create(AccountingScheme scheme, int order) => scheme switch
    {
        _ when order == 0 => new SmallFolioCounters(),
        AccountingScheme.PageMapcount => new PageMapcountCounters(order),
        AccountingScheme.NoPageMapcount => new NoPageMapcountCounters(order),
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "no such scheme"),
    };

    /// <summary>An independent copy.</summary>
    public abstract FolioCounters Clone();

    /// <summary>New entries map pages first..first+pages; at a huge level one entry maps the whole folio.</summary>
    public void Map(long first, long pages, MappingLevel level) => Change(first, pages, level, 1);

    /// <summary>Entries go away; the inverse of <see cref="Map"/>.</summary>
    /// <exception cref="InvalidOperationException">More is unmapped than was mapped.</exception>
    public void Unmap(long first, long pages, MappingLevel level) => Change(first, pages, level, -1);

    /// <summary>
    /// The count that /proc/kpagecount shows for a page, and that divides its Pss, and how many pages from it on have the same.
    /// </summary>
    public abstract (long Count, long Pages) CountAt(long page);

    /// <summary>
    /// Whether the scheme itself tells mapped exclusively from mapped shared, page by page (a count of one). If not, the sharing
    /// tracker of the folio is asked.
    /// </summary>
    public abstract bool KnowsEachPage { get; }

    /// <summary>Copies the counters that every scheme has.</summary>
    protected void CopyTo(FolioCounters copy)
    {
        copy.EntireMapcount = EntireMapcount;
        copy.Mapcount = Mapcount;
    }

    /// <summary>A change at PTE level, for schemes that count pages.</summary>
    protected virtual void ChangePages(long first, long pages, int sign)
    {
    }

    private void Change(long first, long pages, MappingLevel level, int sign)
    {
        if (level == MappingLevel.Pte)
        {
            ChangePages(first, pages, sign);
            Mapcount += sign * pages;
        }
        else
        {
            if (first != 0 || pages != FolioPages)
                throw new InvalidOperationException("a huge entry maps a whole folio under this scheme");
            EntireMapcount += sign;
            Mapcount += sign;
        }

        if (EntireMapcount < 0 || Mapcount < EntireMapcount)
            throw new InvalidOperationException("more is unmapped than was mapped");
    }
}
