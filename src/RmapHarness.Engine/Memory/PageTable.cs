namespace RmapHarness.Engine.Memory;

/// <summary>
/// The page table of one address space: present leaf entries as extents, and which PMD entries point to a PTE table. A PTE
/// table outlives its entries, and a PMD entry that points to one cannot take a THP.
/// </summary>
public sealed class PageTable : ExtentMap
{
    private readonly Geometry geometry;
    private readonly int pmdOrder;
    private readonly int pudOrder;
    private readonly PageRanges tables = new();
    private readonly PageRanges upperTables = new();

    /// <summary>An empty page table.</summary>
    /// <param name="geometry">Shape.</param>
    public PageTable(Geometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        this.geometry = geometry;
        pmdOrder = geometry.PmdOrder;
        pudOrder = geometry.PudOrder;
    }

    /// <summary>Whether the PMD entry over a page points to a PTE table.</summary>
    public bool HasTable(long page) => tables.Contains(page >> pmdOrder);

    /// <summary>Whether there is a table of PMD entries over a page; like a PTE table, it outlives its entries.</summary>
    public bool HasUpperTable(long page) => upperTables.Contains(page >> pudOrder);

    /// <summary>Whether nothing at all hangs below the PMD entry over a page.</summary>
    public bool IsPmdNone(long page)
    {
        var start = page >> pmdOrder << pmdOrder;
        return NextUsedPmd(start, start + (1L << pmdOrder)) != start;
    }

    /// <summary>First page of the first PMD range below which anything hangs, in start..end, which are borders of PMD ranges; end if there is none.</summary>
    public long NextUsedPmd(long start, long end)
    {
        var present = NextPresent(start, end) >> pmdOrder << pmdOrder;
        var table = tables.FirstIn(start >> pmdOrder, end >> pmdOrder) << pmdOrder;
        return Math.Min(present, table);
    }

    /// <summary>The border of PMD ranges at or after one, up to which all PMD entries point to PTE tables.</summary>
    public long EndOfTables(long start) => tables.EndFrom(start >> pmdOrder) << pmdOrder;

    /// <summary>The ranges of PMD indexes (page >> PMD order) below <paramref name="from"/>..<paramref name="to"/> pages that have a PTE table.</summary>
    public IEnumerable<(long First, long End)> TablesIn(long from, long to) =>
        tables.Within(from >> pmdOrder, ((to - 1) >> pmdOrder) + 1);

    /// <summary>The ranges of PUD indexes (page >> PUD order) of from..to pages that have a table of PMD entries.</summary>
    public IEnumerable<(long First, long End)> UpperTablesIn(long from, long to) =>
        upperTables.Within(from >> pudOrder, ((to - 1) >> pudOrder) + 1);

    /// <summary>Allocates tables of PMD entries for PUD indexes.</summary>
    public void AddUpperTables(long firstPud, long endPud) => upperTables.Add(firstPud, endPud);

    /// <summary>Frees the tables of PMD entries of PUD indexes; they must be empty.</summary>
    public void FreeUpperTables(long firstPud, long endPud) => upperTables.Remove(firstPud, endPud);

    /// <summary>Allocates the table of PMD entries for a page, as every fault does.</summary>
    public void AddUpperTable(long page) => AddUpperTables(page >> pudOrder, (page >> pudOrder) + 1);

    /// <summary>Allocates PTE tables for PMD indexes.</summary>
    public void AddTables(long firstPmd, long endPmd)
    {
        if (firstPmd >= endPmd)
            return;
        tables.Add(firstPmd, endPmd);
        AddUpperTables(firstPmd << pmdOrder >> pudOrder, ((endPmd - 1) << pmdOrder >> pudOrder) + 1);
    }

    /// <summary>Frees the PTE tables of PMD indexes; they must be empty.</summary>
    public void FreeTables(long firstPmd, long endPmd) => tables.Remove(firstPmd, endPmd);

    /// <inheritdoc/>
    protected override void OnCut(in Extent rest)
    {
        if (((rest.Page | rest.Pages) & (geometry.EntryPages(rest.Level) - 1)) != 0)
            throw new InvalidOperationException($"a {rest.Level} entry would be cut without a split");
    }

    /// <inheritdoc/>
    protected override void OnSet(in Extent extent)
    {
        if (extent.Level == MappingLevel.Pte)
            AddTables(extent.Page >> pmdOrder, ((extent.End - 1) >> pmdOrder) + 1);
        else
            FreeTables(extent.Page >> pmdOrder, extent.End >> pmdOrder);
        AddUpperTables(extent.Page >> pudOrder, ((extent.End - 1) >> pudOrder) + 1);
    }
}
