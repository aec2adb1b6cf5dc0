using System.Globalization;
using System.Numerics;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>Compares what pagemap says of pages, and kpagecount and kpageflags of the frames that they name.</summary>
internal sealed class PageDiff(Tally tally, FrameDiff frames, long pmdPages, bool comparesScan)
{
    private static readonly ulong PagemapMask = ComparedFields.MaskOf(ComparedFields.Pagemap);
    private static readonly ulong ScanMask = ComparedFields.MaskOf(ComparedFields.Scan);
    private static readonly ulong KpageflagsMask = ComparedFields.MaskOf(ComparedFields.Kpageflags);

    /// <summary>Compares the pages of one process.</summary>
    public void Compare(ProcSnapshot expected, ProcSnapshot observed, string process, PageDifferences differences)
    {
        foreach (var segment in PageSegment.Of(expected.Pages, observed.Pages))
            CompareSegment(expected, segment, process, differences);
    }

    private void CompareSegment(ProcSnapshot whole, PageSegment segment, string process, PageDifferences differences)
    {
        if (segment is not { Expected: { } expected, Observed: { } observed })
        {
            tally.Count((long)segment.Pages);
            var (left, right) = segment.Expected is null ? ("in no VMA", "in a VMA") : ("in a VMA", "in no VMA");
            differences.Add(Observable.Vma, "page", segment.FirstPage, segment.Pages, left, right);
            return;
        }

        CompareBits(
            Observable.Pagemap, ComparedFields.Pagemap, PagemapMask, (ulong)expected.Pagemap, (ulong)observed.Pagemap, whole, segment, differences);
        if (comparesScan)
            CompareBits(Observable.Scan, ComparedFields.Scan, ScanMask & ~(ulong)expected.ScanOpen, (ulong)expected.Scan, (ulong)observed.Scan, whole, segment, differences);
        var (namesExpected, namesObserved) = (expected.Frame >= 0, observed.Frame >= 0);
        if (namesExpected && namesObserved)
        {
            CompareFrame(expected, observed, whole, segment, differences);
            ContentDiff.Compare(segment, expected, observed, () => ContextOf(whole, segment), differences, tally);
            frames.Compare(segment, process, differences);
        }
        else if (namesExpected != namesObserved)
        {
            tally.Count((long)segment.Pages);
            differences.Add(Observable.Frame, "named", segment.FirstPage, segment.Pages, Named(namesExpected), Named(namesObserved));
        }
    }

    private void CompareFrame(
        PageRun expected, PageRun observed, ProcSnapshot whole, PageSegment segment, PageDifferences differences)
    {
        tally.Count((long)segment.Pages);
        if (expected.MapCount != observed.MapCount)
        {
            differences.Add(
                Observable.Kpagecount,
                "kpagecount",
                segment.FirstPage,
                segment.Pages,
                expected.MapCount.ToString(CultureInfo.InvariantCulture),
                observed.MapCount.ToString(CultureInfo.InvariantCulture),
                ContextOf(whole, segment));
        }

        // A choice that is declared is taken as a whole: all of its flags, or none.
        var taken = (observed.Flags & expected.Undetermined) == expected.Undetermined ? expected.Undetermined : KpageFlags.None;
        CompareBits(
            Observable.Kpageflags,
            ComparedFields.Kpageflags,
            KpageflagsMask,
            (ulong)(expected.Flags | taken),
            (ulong)observed.Flags,
            whole,
            segment,
            differences);
    }

    private void CompareBits(
        Observable observable,
        IReadOnlyList<ComparedBit> bits,
        ulong mask,
        ulong expected,
        ulong observed,
        ProcSnapshot whole,
        PageSegment segment,
        PageDifferences differences)
    {
        tally.Count((long)segment.Pages * BitOperations.PopCount(mask));
        if (((expected ^ observed) & mask) == 0)
            return;
        foreach (var bit in bits)
        {
            var (left, right) = ((expected >> bit.Bit) & 1, (observed >> bit.Bit) & 1);
            if (left == right || ((mask >> bit.Bit) & 1) == 0)
                continue;
            differences.Add(
                observable,
                bit.Name,
                segment.FirstPage,
                segment.Pages,
                left == 1 ? "1" : "0",
                right == 1 ? "1" : "0",
                ContextOf(whole, segment));
        }
    }

    private PageContext ContextOf(ProcSnapshot whole, PageSegment segment) =>
        PageContext.Of(whole, segment.Expected!.Value, segment.FirstPage, segment.Pages, pmdPages);

    private static string Named(bool named) => named ? "a frame" : "none";
}
