using System.Globalization;
using System.Numerics;
using RmapHarness.Engine.Proc;
using RmapHarness.Verdicts.Diff.Runs;

namespace RmapHarness.Verdicts.Diff;

/// <summary>
/// Compares which frames the pages of one observation name. PFNs themselves mean nothing; their correspondence to the model's frames
/// and the layout of large folios do.
/// </summary>
internal sealed class FrameDiff(FrameCorrespondence correspondence, Tally tally, int step)
{
    private const KpageFlags Compound = KpageFlags.CompoundHead | KpageFlags.CompoundTail;
    private readonly List<(PageSegment Segment, PageDifferences Differences)> tails = [];
    private readonly List<(long Pfn, long Pages, ulong Page, PageDifferences Differences)> heads = [];
    private readonly RunMap<Same<KpageFlags>> compound = new();

    /// <summary>Compares a segment in which both sides name frames.</summary>
    public void Compare(PageSegment segment, string process, PageDifferences differences)
    {
        var (expected, observed) = (segment.Expected!.Value, segment.Observed!.Value);
        tally.Count((long)segment.Pages);
        foreach (var (page, pages) in Ascents(segment))
        {
            for (long done = 0; done < pages;)
            {
                var at = page + (ulong)done;
                var naming = new FrameCorrespondence.Naming(observed.FrameOf(at), step, process, at);
                var alike = correspondence.Enter(expected.FrameOf(at), naming, pages - done, out var conflict);
                if (conflict is { } told)
                    differences.Add(Observable.Frame, "identity", at, (ulong)alike, told.Expected(at), told.Observed(at));
                done += alike;
            }

            if ((observed.Flags & Compound) != 0)
                AddCompound(observed, page, pages, differences);
        }

        if (expected.Flags.HasFlag(KpageFlags.CompoundTail))
            tails.Add((segment, differences));
    }

    /// <summary>Compares the layout of large folios, once all segments of the observation have been compared.</summary>
    public void CompareLayout()
    {
        foreach (var (segment, differences) in tails)
            CompareContiguity(segment, differences);
        foreach (var (pfn, pages, page, differences) in heads)
        {
            for (long i = 0; i < pages; i++)
                CompareAlignment(pfn + i, page + (ulong)i, differences);
        }
    }

    // The parts of a segment over which the frames of both sides ascend with the pages. Where both sides name one frame throughout, the
    // pages after the first say nothing new.
    private static IEnumerable<(ulong Page, long Pages)> Ascents(PageSegment segment)
    {
        var strides = (segment.Expected!.Value.FrameStride, segment.Observed!.Value.FrameStride);
        if (strides is (1, 1) or (0, 0))
        {
            yield return (segment.FirstPage, strides is (1, 1) ? (long)segment.Pages : 1);
            yield break;
        }

        for (var page = segment.FirstPage; page < segment.FirstPage + segment.Pages; page++)
            yield return (page, 1);
    }

    // The first page that names a frame stands for it.
    private void AddCompound(PageRun observed, ulong page, long pages, PageDifferences differences)
    {
        var pfn = observed.FrameOf(page);
        for (long done = 0; done < pages;)
        {
            if (!compound.TryFind(pfn + done, pages - done, out _, out var alike))
            {
                compound.Set(pfn + done, alike, new Same<KpageFlags>(observed.Flags));
                if (observed.Flags.HasFlag(KpageFlags.CompoundHead))
                    heads.Add((pfn + done, alike, page + (ulong)done, differences));
            }

            done += alike;
        }
    }

    // A tail page's predecessor is in the same folio, so its PFN is one less, also if no page names the predecessor any more.
    private void CompareContiguity(PageSegment segment, PageDifferences differences)
    {
        var (expected, observed) = (segment.Expected!.Value, segment.Observed!.Value);
        var together = expected.FrameStride == 1 && observed.FrameStride == 1;
        var end = segment.FirstPage + segment.Pages;
        for (var page = segment.FirstPage; page < end;)
        {
            var before = correspondence.PfnOf(expected.FrameOf(page) - 1, together ? (long)(end - page) : 1, out var alike);
            if (before >= 0)
            {
                tally.Count(alike);
                if (observed.FrameOf(page) != before + 1)
                {
                    differences.Add(
                        Observable.Frame, "contiguous", page, (ulong)alike, "the frame after the previous page of its folio", "another frame");
                }
            }

            page += (ulong)alike;
        }
    }

    // A folio that is seen in part is at least as large as what is seen of it, so its head is aligned to no less than that.
    private void CompareAlignment(long head, ulong page, PageDifferences differences)
    {
        var seen = 1L;
        while (compound.TryFind(head + seen, long.MaxValue, out var next, out var alike) && next.Value.HasFlag(KpageFlags.CompoundTail))
            seen += alike;
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
