using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// What vmstat and hugepages-*kB/stats count of what happens to large anonymous folios (mm/huge_memory.c, mm/rmap.c), and which of them wait to be split because
/// a part of them is unmapped (deferred_split_folio).
/// </summary>
internal sealed class ThpAccounts(KernelProfile profile)
{
    private readonly long[] events = new long[FieldNames.All<ThpEvent>().Count];
    private readonly Dictionary<(int Order, ThpStat Stat), long> stats = [];

    /// <summary>
    /// Others may use sizes of THP too, which are switched on for everybody: from then on nothing can be said of the counters, which are the system's.
    /// </summary>
    public bool AreShared { get; set; }

    /// <summary>A fault got large folios.</summary>
    public void Allocated(int order, long folios)
    {
        Count(order, ThpEvent.thp_fault_alloc, folios);
        Count(order, ThpStat.anon_fault_alloc, folios);
    }

    /// <summary>A collapse got a PMD-sized folio, whatever becomes of it (mm/khugepaged.c, alloc_charge_folio).</summary>
    public void CollapseAllocated() => events[(int)ThpEvent.thp_collapse_alloc]++;

    /// <summary>Large folios were migrated as they are (mm/migrate.c, migrate_pages).</summary>
    public void Migrated(FolioRun folios) => Count(folios.Order, ThpEvent.thp_migration_success, folios.Count);

    /// <summary>PMD entries became page tables.</summary>
    public void SplitPmds(long entries) => events[(int)ThpEvent.thp_split_pmd] += entries;

    /// <summary>
    /// A large folio is about to be split: the entries that map it go first, PTEs one by one, with their part of the accounting (mm/huge_memory.c,
    /// unmap_folio; mm/rmap.c, try_to_migrate_one).
    /// </summary>
    /// <param name="folio">The folio.</param>
    /// <param name="mappings">The entries, in the order of the reverse map.</param>
    public void Splitting(FolioRun folio, IEnumerable<Extent> mappings)
    {
        Unmapping(folio, mappings);
        Split(folio);
    }

    /// <summary>Some of the entries that map a large folio go for a while, PTEs one by one.</summary>
    public void Unmapping(FolioRun folio, IEnumerable<Extent> mappings)
    {
        if (profile.DefersWholeUnmaps ? folio.Counters.IsMapped : IsPartialOnTheWay(folio, mappings))
            Defer(folio);
    }

    /// <summary>A large folio, anonymous or not, is split (mm/huge_memory.c, __folio_split).</summary>
    public void Split(FolioRun folio)
    {
        Count(folio.Order, ThpEvent.thp_split_page, 1);
        Count(folio.Order, ThpStat.split, 1);
    }

    /// <summary>A large folio could not be split, so many times.</summary>
    public void SplitFailed(FolioRun folio, long times)
    {
        Count(folio.Order, ThpEvent.thp_split_page_failed, times);
        Count(folio.Order, ThpStat.split_failed, times);
    }

    /// <summary>Entries of a run were unmapped.</summary>
    /// <param name="run">The folios.</param>
    /// <param name="pagesBefore">Its <see cref="FolioCounters.StatisticsPages"/> before.</param>
    /// <param name="entriesBefore">Its <see cref="FolioCounters.Mapcount"/> before.</param>
    /// <param name="level">Level of the entries.</param>
    /// <param name="onePageEach">The pages went one by one, and not as a batch that is looked at once, at its end.</param>
    public void Unmapped(FolioRun run, long pagesBefore, long entriesBefore, MappingLevel level, bool onePageEach)
    {
        var counters = run.Counters;
        if (run.Kind != FolioKind.Anon || !run.IsLarge || counters.HasEntireMapping)
            return;
        if (IsPartial(counters, pagesBefore, entriesBefore, onePageEach) || (profile.DefersWholeUnmaps && level == MappingLevel.Pte && counters.StatisticsPages < pagesBefore))
            Defer(run);
    }

    /// <summary>The values at this moment; null if they say nothing of the program alone.</summary>
    public ThpCounters? Read(IEnumerable<FolioRun> runs)
    {
        if (AreShared)
            return null;
        var counters = new FieldValues<ThpEvent>();
        foreach (var field in FieldNames.All<ThpEvent>())
            counters[field] = events[(int)field];
        return new ThpCounters(counters, profile.Version < KernelProfile.SeveralThpSizes ? new Dictionary<int, FieldValues<ThpStat>>() : Sizes(runs));
    }

    private bool IsPartialOnTheWay(FolioRun folio, IEnumerable<Extent> mappings)
    {
        var counters = folio.Counters.Clone();
        foreach (var entry in mappings)
        {
            var each = profile.Geometry.EntryPages(entry.Level);
            var first = folio.PageIndex(entry.Frame);
            for (var done = 0L; done < entry.Pages; done += each)
            {
                var (pages, entries) = (counters.StatisticsPages, counters.Mapcount);
                counters.Unmap(first + done, each, each);
                if (IsPartial(counters, pages, entries, onePageEach: false))
                    return true;
            }
        }

        return false;
    }

    private static bool IsPartial(FolioCounters counters, long pagesBefore, long entriesBefore, bool onePageEach) =>
        !counters.HasEntireMapping && (counters.KnowsEachPage
            ? IsPartial(counters.StatisticsPages, pagesBefore, counters.FolioPages + 1, onePageEach)
            : IsPartial(counters.Mapcount, entriesBefore, counters.FolioPages, onePageEach));

    // How many there are is less after an unmapping, and some moment it is less than all and more than none.
    private static bool IsPartial(long after, long before, long all, bool onePageEach) =>
        after < before && after < all && (after > 0 || (onePageEach && before > 1));

    /// <summary>A large folio takes the place of one that waited to be split, and does so too.</summary>
    public void Requeue(FolioRun run) => Defer(run);

    private void Defer(FolioRun run)
    {
        if (run.IsDeferred)
            return;
        run.IsDeferred = true;
        Count(run.Order, ThpEvent.thp_deferred_split_page, run.Count);
        Count(run.Order, ThpStat.split_deferred, run.Count);
    }

    private void Count(int order, ThpEvent field, long by)
    {
        if (order == profile.Geometry.PmdOrder)
            events[(int)field] += by;
    }

    private void Count(int order, ThpStat stat, long by) => stats[(order, stat)] = stats.GetValueOrDefault((order, stat)) + by;

    private Dictionary<int, FieldValues<ThpStat>> Sizes(IEnumerable<FolioRun> runs)
    {
        var large = runs.Where(run => run.Kind == FolioKind.Anon && run.IsLarge).ToLookup(run => run.Order);
        var sizes = new Dictionary<int, FieldValues<ThpStat>>();
        for (var order = ThpSizes.SmallestOrder; order <= profile.Geometry.PmdOrder; order++)
        {
            var values = new FieldValues<ThpStat>();
            foreach (var stat in FieldNames.All<ThpStat>())
                values[stat] = stats.GetValueOrDefault((order, stat));
            values[ThpStat.nr_anon] = large[order].Sum(run => run.Count);
            values[ThpStat.nr_anon_partially_mapped] = large[order].Where(run => run.IsDeferred).Sum(run => run.Count);
            sizes[(int)(profile.Geometry.PageSize << order >> 10)] = values;
        }

        return sizes;
    }
}
