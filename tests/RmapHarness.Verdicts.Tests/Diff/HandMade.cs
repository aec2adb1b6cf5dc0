using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Tests.Diff;

/// <summary>Traces of present anonymous pages, written down as frames.</summary>
internal static class HandMade
{
    public const PagemapBits Mapped = PagemapBits.Present | PagemapBits.MmapExclusive;
    public const KpageFlags Small = KpageFlags.Anon | KpageFlags.Mmap;
    private const ulong FirstPage = 0x1000000;

    /// <summary>One observation after another of one process; each number is the frame of the next page.</summary>
    public static Trace Frames(params long[][] observations) => Of([.. observations.Select(frames => new[] { frames })]);

    /// <summary>One observation of several processes.</summary>
    public static Trace Processes(params long[][] processes) => Of([processes]);

    /// <summary>One observation of a process whose pages have these frames and flags.</summary>
    public static Trace Pages(params (long Frame, KpageFlags Flags)[] pages) => new([], [new Observation(0, [Process(0, pages, 1)])]);

    public static Comparison Compare(Trace expected, Trace observed, AccountingScheme scheme = AccountingScheme.NoPageMapcount)
    {
        var program = new Program([], ["parent", "child"]);
        return TraceDiff.Compare(Example.V73 with { Scheme = scheme }, program, expected, observed);
    }

    private static Trace Of(long[][][] observations) => new(
        [],
        [
            .. observations.Select((processes, step) => new Observation(
                step,
                [.. processes.Select((frames, index) => Process(index, [.. frames.Select(frame => (frame, Small))], 1))])),
        ]);

    private static ProcSnapshot Process(int index, (long Frame, KpageFlags Flags)[] pages, long mapCount)
    {
        var end = (FirstPage + (ulong)pages.Length) << 12;
        var vma = new VmaSnapshot(FirstPage << 12, end, "rw-p", new SmapsCounters(), []);
        return new ProcSnapshot(
            index,
            [vma],
            [.. pages.Select((page, i) => new PageRun(FirstPage + (ulong)i, 1, Mapped, page.Frame, 1, mapCount, page.Flags))]);
    }
}
