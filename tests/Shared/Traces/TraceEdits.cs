using RmapHarness.Engine.Proc;

namespace RmapHarness.Tests.Shared;

/// <summary>Copies of traces with something changed.</summary>
internal static class TraceEdits
{
    public static Trace MapObservation(this Trace trace, int index, Func<Observation, Observation> edit) =>
        trace with { Observations = Replace(trace.Observations, index, edit) };

    public static Trace MapProcess(this Trace trace, int observation, int process, Func<ProcSnapshot, ProcSnapshot> edit) =>
        trace.MapObservation(observation, o => o with { Processes = Replace(o.Processes, process, edit) });

    /// <summary>Changes a VMA, and with it the sums of its process.</summary>
    public static Trace MapVma(this Trace trace, int observation, int process, int vma, Func<VmaSnapshot, VmaSnapshot> edit) =>
        trace.MapProcess(observation, process, p => Rollups.Agree(p with { Vmas = Replace(p.Vmas, vma, edit) }));

    public static Trace MapRuns(this Trace trace, Func<PageRun, PageRun> edit) => trace with
    {
        Observations =
        [
            .. trace.Observations.Select(o => o with
            {
                Processes = [.. o.Processes.Select(p => p with { Pages = [.. p.Pages.Select(edit)] })],
            }),
        ],
    };

    public static Trace MapProcesses(this Trace trace, Func<ProcSnapshot, ProcSnapshot> edit) => trace with
    {
        Observations = [.. trace.Observations.Select(o => o with { Processes = [.. o.Processes.Select(edit)] })],
    };

    /// <summary>Changes one page, cutting it out of its run.</summary>
    public static Trace MapPage(this Trace trace, int observation, int process, ulong page, Func<PageRun, PageRun> edit) =>
        trace.MapProcess(observation, process, p => p with { Pages = [.. p.Pages.SelectMany(run => CutOut(run, page, edit))] });

    /// <summary>Changes what a process reads in the end.</summary>
    public static Trace MapContents(this Trace trace, int process, Func<ProcContents, ProcContents> edit) =>
        trace with { Contents = Replace(trace.Contents!, process, edit) };

    /// <summary>The run that a page is in.</summary>
    public static PageRun RunOf(this Trace trace, int observation, int process, ulong page) =>
        trace.Observations[observation].Processes[process].Pages.Single(run => run.FirstPage <= page && page < run.EndPage);

    public static VmaSnapshot With(this VmaSnapshot vma, SmapsField field, Func<long, long> edit)
    {
        var counters = new SmapsCounters();
        foreach (var other in Enum.GetValues<SmapsField>().Where(vma.Counters.Has))
            counters[other] = vma.Counters[other];
        counters[field] = edit(vma.Counters.Has(field) ? vma.Counters[field] : 0);
        return vma with { Counters = counters };
    }

    public static PageRun Slice(this PageRun run, ulong first, ulong end) =>
        run with { FirstPage = first, Pages = end - first, Frame = run.FrameOf(first), Word = run.WordOf(first) };

    private static List<T> Replace<T>(IReadOnlyList<T> items, int index, Func<T, T> edit)
    {
        var copy = items.ToList();
        copy[index] = edit(copy[index]);
        return copy;
    }

    private static List<PageRun> CutOut(PageRun run, ulong page, Func<PageRun, PageRun> edit)
    {
        if (page < run.FirstPage || page >= run.EndPage)
            return [run];
        var parts = new List<PageRun>();
        if (page > run.FirstPage)
            parts.Add(run.Slice(run.FirstPage, page));
        parts.Add(edit(run.Slice(page, page + 1)));
        if (page + 1 < run.EndPage)
            parts.Add(run.Slice(page + 1, run.EndPage));
        return parts;
    }
}
