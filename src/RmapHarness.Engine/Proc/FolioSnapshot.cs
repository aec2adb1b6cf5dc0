using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Proc;

/// <summary>The counters of one folio, or of several alike, under one scheme.</summary>
/// <param name="FirstFrame">Frame of the first page.</param>
/// <param name="Order">log2 of the pages of each.</param>
/// <param name="Count">How many folios.</param>
/// <param name="Kind">What they hold.</param>
/// <param name="Mapcount">Entries that map any of the folio.</param>
/// <param name="EntireMapcount">Entries that map all of it; null where the scheme does not count them.</param>
/// <param name="TotalMappedPages">Pages that all entries map; null where the scheme does not count them.</param>
/// <param name="Counts">kpagecount of its pages, as runs: first page, pages, count.</param>
/// <param name="Owners">Processes that map it.</param>
/// <param name="MaybeMappedShared">What the sharing tracker says to each owner, in the order of <paramref name="Owners"/>.</param>
/// <param name="IsCertainlyPartiallyMapped">What the counters show.</param>
/// <param name="DistinctPages">Pages that some entry maps: what a scan of the page tables finds (2026 RFC, TODO "partially-mapped folios").</param>
public sealed record FolioSnapshot(
    long FirstFrame,
    int Order,
    long Count,
    FolioKind Kind,
    long Mapcount,
    long? EntireMapcount,
    long? TotalMappedPages,
    IReadOnlyList<(long First, long Pages, long Count)> Counts,
    IReadOnlyList<int> Owners,
    IReadOnlyList<bool> MaybeMappedShared,
    bool IsCertainlyPartiallyMapped,
    long DistinctPages)
{
    /// <summary>Whether a scan finds pages mapped and pages not mapped.</summary>
    public bool IsPartiallyMappedByScan => DistinctPages > 0 && DistinctPages < 1L << Order;

    /// <summary>The mapped folios of a machine, by ascending frame.</summary>
    /// <param name="runs">All folios.</param>
    /// <param name="processes">All live address spaces.</param>
    internal static IReadOnlyList<FolioSnapshot> Of(IEnumerable<FolioRun> runs, IReadOnlyList<AddressSpace> processes) =>
    [
        .. runs.Where(run => (run.Kind is FolioKind.Anon or FolioKind.Shmem || run.IsHugetlb) && run.Counters.IsMapped).Select(run => Of(run, processes)),
    ];

    private static FolioSnapshot Of(FolioRun run, IReadOnlyList<AddressSpace> processes)
    {
        var counters = run.Counters;
        var mapped = new PageRanges();
        var owners = new List<int>();
        foreach (var mm in processes)
        {
            var any = false;
            foreach (var extent in mm.PageTable.Extents.Where(extent => extent.NamesFrames))
            {
                var first = Math.Max(extent.Frame, run.FirstFrame);
                var end = Math.Min(extent.Frame + extent.Pages, run.EndFrame);
                any |= first < end;
                mapped.Add(first, end);
            }

            if (any)
                owners.Add(mm.Id);
        }

        var distinct = mapped.Within(run.FirstFrame, run.EndFrame).Sum(range => range.End - range.First);
        return new FolioSnapshot(
            run.FirstFrame,
            run.Order,
            run.Count,
            run.Kind,
            counters.Mapcount,
            (counters as EntireMapcountCounters)?.EntireMapcount,
            (counters as TotalMappedPagesCounters)?.TotalMappedPages,
            [.. CountsOf(counters)],
            owners,
            [.. owners.Select(owner => run.Owners.MaybeMappedShared(run, owner))],
            counters.IsCertainlyPartiallyMapped,
            distinct / run.Count);
    }

    private static IEnumerable<(long First, long Pages, long Count)> CountsOf(FolioCounters counters)
    {
        for (long page = 0; page < counters.FolioPages;)
        {
            var (count, pages) = counters.CountAt(page);
            yield return (page, pages, count);
            page += pages;
        }
    }
}
