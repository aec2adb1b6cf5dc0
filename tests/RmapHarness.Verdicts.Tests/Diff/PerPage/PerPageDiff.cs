using System.Numerics;
using RmapHarness.Engine.Proc;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Tests.Diff.PerPage;

/// <summary>
/// What docs/compared-values.md says of frames and docs/observations.md of conservation, written down for one page after another with a dictionary entry for
/// each. The two traces have the same observations and processes.
/// </summary>
internal sealed class PerPageDiff(Trace expected, Trace observed)
{
    private readonly Dictionary<long, (long Pfn, int Step, int Process, ulong Page)> namings = [];
    private readonly Dictionary<long, long> owners = [];
    private int step;

    /// <summary>Values of frames and of conservation.</summary>
    public long Compared { get; private set; }

    public List<PerPageMismatch> Mismatches { get; } = [];

    public void Run(bool conservation)
    {
        foreach (var (left, right) in expected.Observations.Zip(observed.Observations))
        {
            step = left.Step;
            var pages = PageValue.Of(left, right).Where(page => page.NamesFrames).ToList();
            pages.ForEach(CompareIdentity);
            pages.ForEach(CompareContiguity);
            CompareAlignment(pages);
            if (conservation)
                CheckConservation(right);
        }
    }

    private void CompareIdentity(PageValue page)
    {
        Compared++;
        var known = namings.TryGetValue(page.ModelFrame, out var before);
        var conflict = false;
        if (known && before.Pfn != page.Pfn)
        {
            conflict = true;
            Mismatch(Observable.Frame, "identity", page, FrameOf(before, page.Page), "another frame");
        }
        else if (owners.TryGetValue(page.Pfn, out var owner) && owner != page.ModelFrame && namings[owner].Pfn == page.Pfn && LastStepOf(owner) >= step)
        {
            conflict = true;
            Mismatch(Observable.Frame, "identity", page, "a frame of its own", FrameOf(namings[owner], page.Page));
        }

        if (conflict || !known)
            namings[page.ModelFrame] = (page.Pfn, step, page.Process, page.Page);
        owners[page.Pfn] = page.ModelFrame;
    }

    private void CompareContiguity(PageValue page)
    {
        if (!page.Expected.Flags.HasFlag(KpageFlags.CompoundTail) || !namings.TryGetValue(page.ModelFrame - 1, out var before))
            return;
        Compared++;
        if (page.Pfn != before.Pfn + 1)
            Mismatch(Observable.Frame, "contiguous", page, "the frame after the previous page of its folio", "another frame");
    }

    private void CompareAlignment(List<PageValue> pages)
    {
        const KpageFlags Compound = KpageFlags.CompoundHead | KpageFlags.CompoundTail;
        var first = pages.Where(page => (page.Observed.Flags & Compound) != 0).DistinctBy(page => page.Pfn).ToDictionary(page => page.Pfn);
        foreach (var head in first.Values.Where(page => page.Observed.Flags.HasFlag(KpageFlags.CompoundHead)))
        {
            var seen = 1L;
            while (first.TryGetValue(head.Pfn + seen, out var next) && next.Observed.Flags.HasFlag(KpageFlags.CompoundTail))
                seen++;
            var size = (long)BitOperations.RoundUpToPowerOf2((ulong)seen);
            Compared++;
            if (head.Pfn % size != 0)
                Mismatch(Observable.Frame, "aligned", head, $"head at a multiple of {size} pages", $"{head.Pfn % size} pages past one");
        }
    }

    private void CheckConservation(Observation kernel)
    {
        var pages = kernel.Processes
            .SelectMany(process => PageValue.PagesOf(process).Select(page => new PageValue(process.Process, page.Page, page.Run, page.Run)))
            .Where(page => page.Pfn >= 0 && page.Observed.Pagemap.HasFlag(PagemapBits.Present) && !page.Observed.Flags.HasFlag(KpageFlags.ZeroPage))
            .ToList();
        var entries = pages.GroupBy(page => page.Pfn).ToDictionary(group => group.Key, group => group.Count());
        foreach (var page in pages)
        {
            Compared++;
            if (entries[page.Pfn] != page.Observed.MapCount)
                Mismatch(Observable.Conservation, "kpagecount", page, $"{entries[page.Pfn]} (entries that name the frame)", $"{page.Observed.MapCount}");
        }
    }

    private int LastStepOf(long frame) => expected.Observations
        .Where(observation => observation.Processes.Any(process => PageValue.PagesOf(process).Any(page => page.Run.FrameOf(page.Page) == frame)))
        .Max(observation => observation.Step);

    private static string FrameOf((long Pfn, int Step, int Process, ulong Page) other, ulong page)
    {
        var delta = (long)(other.Page - page);
        return $"the frame of {(delta == 0 ? "" : $"{delta:+0;-0} pages on in ")}p{other.Process}, step {other.Step}";
    }

    private void Mismatch(Observable observable, string field, PageValue page, string wanted, string got) =>
        Mismatches.Add(new PerPageMismatch(step, page.Process, observable, field, page.Page, wanted, got));
}
