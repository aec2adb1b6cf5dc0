using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>Compares what pages hold.</summary>
internal static class ContentDiff
{
    /// <summary>The field of what was read at an observation.</summary>
    public const string Word = "word";

    /// <summary>The field of what was read at the end of the program.</summary>
    public const string Final = "final";

    /// <summary>Compares pages that are present on both sides.</summary>
    public static void Compare(PageSegment segment, PageRun expected, PageRun observed, Func<PageContext> context, PageDifferences differences, Tally tally) =>
        Compare(Word, segment.FirstPage, segment.Pages, Contents(expected), Contents(observed), context, differences, tally);

    /// <summary>Compares what a process reads of all its memory in the end.</summary>
    /// <exception cref="InvalidDataException">The runs of a side do not ascend.</exception>
    public static void Compare(ProcContents expected, ProcContents observed, PageDifferences differences, Tally tally)
    {
        CheckOrder(expected.Runs);
        CheckOrder(observed.Runs);
        var (e, o, at) = (0, 0, 0UL);
        while (e < expected.Runs.Count || o < observed.Runs.Count)
        {
            ContentRun? left = e < expected.Runs.Count ? expected.Runs[e] : null;
            ContentRun? right = o < observed.Runs.Count ? observed.Runs[o] : null;
            at = Math.Max(at, Math.Min(left?.FirstPage ?? ulong.MaxValue, right?.FirstPage ?? ulong.MaxValue));
            var end = Math.Min(NextBound(left, at), NextBound(right, at));
            Compare(Final, at, end - at, left?.FirstPage <= at ? left : null, right?.FirstPage <= at ? right : null, null, differences, tally);
            at = end;
            if (left?.EndPage == at)
                e++;
            if (right?.EndPage == at)
                o++;
        }
    }

    private static void Compare(
        string field,
        ulong first,
        ulong pages,
        ContentRun? expected,
        ContentRun? observed,
        Func<PageContext>? context,
        PageDifferences differences,
        Tally tally)
    {
        tally.Count((long)pages);
        if (expected is { } left && observed is { } right && Agree(left, right, first, pages))
            return;
        for (var page = first; page < first + pages; page++)
        {
            var (says, shows) = (ContentText.Describe(expected, page), ContentText.Describe(observed, page));
            if (says != shows)
                differences.Add(Observable.Content, field, page, 1, says, shows, context?.Invoke());
        }
    }

    private static bool Agree(in ContentRun left, in ContentRun right, ulong first, ulong pages) =>
        left.Signal == right.Signal
        && left.WordOf(first) == right.WordOf(first)
        && (pages == 1 || left.WordStride == right.WordStride);

    private static ContentRun Contents(in PageRun run) => new(run.FirstPage, run.Pages, run.Word, run.WordStride);

    private static ulong NextBound(ContentRun? run, ulong at) =>
        run is not { } pages ? ulong.MaxValue : pages.FirstPage > at ? pages.FirstPage : pages.EndPage;

    private static void CheckOrder(IReadOnlyList<ContentRun> runs)
    {
        var end = 0UL;
        foreach (var run in runs)
        {
            if (run.FirstPage < end || run.EndPage <= run.FirstPage)
                throw new InvalidDataException($"contents do not ascend at page {run.FirstPage:x}");
            end = run.EndPage;
        }
    }
}
