using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Tests.Diff.PerPage;

/// <summary>
/// Pairs of traces over few pages and few frames, so that frames are shared, moved, freed and taken again by chance. Runs are of any
/// length, of one frame or of ascending ones, and their flags need not make sense.
/// </summary>
internal sealed class RandomTraces(int seed)
{
    public const ulong FirstPage = 0x1000000;
    private const int Pages = 24;
    private readonly Random random = new(seed);

    public (Trace Expected, Trace Observed) Next()
    {
        var shape = (Observations: random.Next(1, 4), Processes: random.Next(1, 4));
        var (expected, observed) = (new List<Observation>(), new List<Observation>());
        for (var step = 0; step < shape.Observations; step++)
        {
            // Often the kernel agrees but for a constant; often it does something else.
            var model = Observation(step, shape.Processes);
            expected.Add(model);
            observed.Add(random.Next(3) switch { 0 => Observation(step, shape.Processes), 1 => Shifted(model, 64), _ => Disturbed(Shifted(model, 64)) });
        }

        return (new Trace([], expected), new Trace([], observed));
    }

    private static Observation Shifted(Observation model, long by) => Map(model, run => [run.Frame < 0 ? run : run with { Frame = run.Frame + by }]);

    private static Observation Map(Observation observation, Func<PageRun, IEnumerable<PageRun>> change) => observation with
    {
        Processes = [.. observation.Processes.Select(process => process with { Pages = [.. process.Pages.SelectMany(change)] })],
    };

    private Observation Disturbed(Observation observation) => Map(observation, run =>
    {
        if (run.Pages == 1 || run.Frame < 0 || random.Next(2) == 0)
            return [run];
        var cut = (ulong)random.Next(1, (int)run.Pages);
        var tail = run with { FirstPage = run.FirstPage + cut, Pages = run.Pages - cut, Frame = run.FrameOf(run.FirstPage + cut) + random.Next(-2, 3) };
        return [run with { Pages = cut }, tail];
    });

    private Observation Observation(int step, int processes) => new(step, [.. Enumerable.Range(0, processes).Select(Process)]);

    private ProcSnapshot Process(int index)
    {
        var runs = new List<PageRun>();
        for (var at = 0; at < Pages;)
        {
            var length = Math.Min(Pages - at, random.Next(1, 9));
            runs.Add(Run(FirstPage + (ulong)at, (ulong)length));
            at += length;
        }

        // Two VMAs that touch, and a run may lie across their border.
        var middle = (FirstPage + (ulong)random.Next(1, Pages)) << 12;
        VmaSnapshot[] vmas = [Vma(FirstPage << 12, middle), Vma(middle, (FirstPage + Pages) << 12)];
        return new ProcSnapshot(index, vmas, runs);
    }

    private static VmaSnapshot Vma(ulong start, ulong end) => new(start, end, "rw-p", new SmapsCounters(), []);

    private PageRun Run(ulong page, ulong pages)
    {
        if (random.Next(6) == 0)
            return new PageRun(page, pages, PagemapBits.None, -1, 1, 0, KpageFlags.None);
        var flags = random.Next(6) switch
        {
            0 => KpageFlags.CompoundHead,
            1 or 2 => KpageFlags.CompoundTail,
            3 => KpageFlags.ZeroPage,
            _ => KpageFlags.Anon,
        };
        var stride = pages > 1 && random.Next(5) == 0 ? 0 : 1;
        return new PageRun(page, pages, PagemapBits.Present, random.Next(1, 24), stride, random.Next(1, 3), flags);
    }
}
