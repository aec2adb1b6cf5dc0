using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>A run of pages over which neither side changes.</summary>
/// <param name="FirstPage">Virtual page number.</param>
/// <param name="Pages">Length in base pages.</param>
/// <param name="Expected">The expected run that covers it, or null if there is none.</param>
/// <param name="Observed">The observed run that covers it, or null if there is none.</param>
internal readonly record struct PageSegment(ulong FirstPage, ulong Pages, PageRun? Expected, PageRun? Observed)
{
    /// <summary>Cuts the runs of both sides at each other's bounds; pages that neither side covers are left out.</summary>
    /// <exception cref="InvalidDataException">The runs of a side are empty, overlap or do not ascend.</exception>
    public static IEnumerable<PageSegment> Of(IReadOnlyList<PageRun> expected, IReadOnlyList<PageRun> observed)
    {
        CheckOrder(expected);
        CheckOrder(observed);
        var (e, o, at) = (0, 0, 0UL);
        while (e < expected.Count || o < observed.Count)
        {
            PageRun? left = e < expected.Count ? expected[e] : null;
            PageRun? right = o < observed.Count ? observed[o] : null;
            at = Math.Max(at, Math.Min(left?.FirstPage ?? ulong.MaxValue, right?.FirstPage ?? ulong.MaxValue));
            var end = Math.Min(NextBound(left, at), NextBound(right, at));
            yield return new PageSegment(at, end - at, Covering(left, at), Covering(right, at));
            at = end;
            if (left?.EndPage == at)
                e++;
            if (right?.EndPage == at)
                o++;
        }
    }

    private static ulong NextBound(PageRun? run, ulong at) =>
        run is not { } pages ? ulong.MaxValue : pages.FirstPage > at ? pages.FirstPage : pages.EndPage;

    private static PageRun? Covering(PageRun? run, ulong at) => run?.FirstPage <= at ? run : null;

    private static void CheckOrder(IReadOnlyList<PageRun> runs)
    {
        var end = 0UL;
        foreach (var run in runs)
        {
            if (run.FirstPage < end || run.EndPage <= run.FirstPage)
                throw new InvalidDataException($"page runs do not ascend at page {run.FirstPage:x}");
            end = run.EndPage;
        }
    }
}
