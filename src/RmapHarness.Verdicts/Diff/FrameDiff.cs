using System.Globalization;
using System.Numerics;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>
/// Compares which frames the pages of one observation name. PFNs themselves mean nothing; their correspondence to the model's frames
/// and the layout of large folios do.
/// </summary>
internal sealed class FrameDiff(FrameCorrespondence correspondence, Tally tally, int step)
{
    private const KpageFlags Compound = KpageFlags.CompoundHead | KpageFlags.CompoundTail;
    private readonly List<(PageSegment Segment, PageDifferences Differences)> tails = [];
    private readonly Dictionary<long, (KpageFlags Flags, ulong Page, PageDifferences Differences)> compound = [];

    /// <summary>Compares a segment in which both sides name frames.</summary>
    public void Compare(PageSegment segment, string process, PageDifferences differences)
    {
        var (expected, observed) = (segment.Expected!.Value, segment.Observed!.Value);
        tally.Count((long)segment.Pages);
        for (var page = segment.FirstPage; page < segment.FirstPage + segment.Pages; page++)
        {
            var pfn = observed.FrameOf(page);
            var naming = new FrameCorrespondence.Naming(pfn, step, process, page);
            if (correspondence.Enter(expected.FrameOf(page), naming) is { } conflict)
                differences.Add(Observable.Frame, "identity", page, 1, conflict.Expected(page), conflict.Observed(page));
            if ((observed.Flags & Compound) != 0)
                compound.TryAdd(pfn, (observed.Flags, page, differences));
        }

        if (expected.Flags.HasFlag(KpageFlags.CompoundTail))
            tails.Add((segment, differences));
    }

    /// <summary>Compares the layout of large folios, once all segments of the observation have been compared.</summary>
    public void CompareLayout()
    {
        foreach (var (segment, differences) in tails)
            CompareContiguity(segment, differences);
        foreach (var (pfn, head) in compound.Where(entry => entry.Value.Flags.HasFlag(KpageFlags.CompoundHead)))
            CompareAlignment(pfn, head.Page, head.Differences);
    }

    // A tail page's predecessor is in the same folio, so its PFN is one less, also if no page names the predecessor any more.
    private void CompareContiguity(PageSegment segment, PageDifferences differences)
    {
        for (var page = segment.FirstPage; page < segment.FirstPage + segment.Pages; page++)
        {
            var before = correspondence.PfnOf(segment.Expected!.Value.FrameOf(page) - 1);
            if (before < 0)
                continue;
            tally.Count(1);
            if (segment.Observed!.Value.FrameOf(page) != before + 1)
                differences.Add(Observable.Frame, "contiguous", page, 1, "the frame after the previous page of its folio", "another frame");
        }
    }

    // A folio that is seen in part is at least as large as what is seen of it, so its head is aligned to no less than that.
    private void CompareAlignment(long head, ulong page, PageDifferences differences)
    {
        var seen = 1L;
        while (compound.TryGetValue(head + seen, out var next) && next.Flags.HasFlag(KpageFlags.CompoundTail))
            seen++;
        var size = (long)BitOperations.RoundUpToPowerOf2((ulong)seen);
        tally.Count(1);
        if (head % size != 0)
        {
            differences.Add(
                Observable.Frame,
                "aligned",
                page,
                1,
                string.Create(CultureInfo.InvariantCulture, $"head at a multiple of {size} pages"),
                string.Create(CultureInfo.InvariantCulture, $"{head % size} pages past one"));
        }
    }
}
