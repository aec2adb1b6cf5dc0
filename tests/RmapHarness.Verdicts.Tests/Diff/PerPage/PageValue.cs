using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Tests.Diff.PerPage;

/// <summary>One page that both sides have, by itself.</summary>
internal sealed record PageValue(int Process, ulong Page, PageRun Expected, PageRun Observed)
{
    public long ModelFrame => Expected.FrameOf(Page);

    public long Pfn => Observed.FrameOf(Page);

    public bool NamesFrames => ModelFrame >= 0 && Pfn >= 0;

    public static IEnumerable<PageValue> Of(Observation expected, Observation observed)
    {
        foreach (var (left, right) in expected.Processes.Zip(observed.Processes))
        {
            var rights = PagesOf(right).ToDictionary(page => page.Page, page => page.Run);
            foreach (var (page, run) in PagesOf(left).Where(page => rights.ContainsKey(page.Page)))
                yield return new PageValue(left.Process, page, run, rights[page]);
        }
    }

    public static IEnumerable<(ulong Page, PageRun Run)> PagesOf(ProcSnapshot process)
    {
        foreach (var run in process.Pages)
        {
            for (var page = run.FirstPage; page < run.EndPage; page++)
                yield return (page, run);
        }
    }
}
