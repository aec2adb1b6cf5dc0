using System.Runtime.CompilerServices;
using RmapHarness.Engine.Coverage;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;
using RmapHarness.Engine.Rmap.Sharing.RmapId;

namespace RmapHarness.Engine.Memory;

/// <summary>All folios of the model by frame. Frames are handed out ascending and never again, so that a frame names one folio for good.</summary>
public sealed class PhysicalMemory
{
    /// <summary>The frame of the shared zero page.</summary>
    public const long ZeroFrame = 0;

    private readonly AccountingScheme scheme;
    private readonly SharingTracker tracker;
    private readonly MmRmapIds rmapIds;
    private readonly SortedRuns<FolioRun> runs = new();
    private long nextFrame;

    /// <summary>Memory with nothing in it but the two zero folios.</summary>
    /// <param name="geometry">Page table shape.</param>
    /// <param name="scheme">Accounting of large folios.</param>
    /// <param name="tracker">Who-maps-it tracker of large folios.</param>
    /// <param name="rmapIds">The rmap IDs of the mms.</param>
    public PhysicalMemory(Geometry geometry, AccountingScheme scheme, SharingTracker tracker, MmRmapIds rmapIds)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        this.scheme = scheme;
        this.tracker = tracker;
        this.rmapIds = rmapIds;
        Allocate(FolioKind.ZeroPage, 0, 1);
        HugeZero = Allocate(FolioKind.HugeZero, geometry.PmdOrder, 1);
    }

    /// <summary>The shared huge zero folio.</summary>
    public FolioRun HugeZero { get; }

    /// <summary>What the frames hold.</summary>
    public FrameContents Contents { get; } = new();

    /// <summary>All folios by ascending frame.</summary>
    public IEnumerable<FolioRun> Runs => runs.All;

    /// <summary>Counts who asks for folios; null: nobody does.</summary>
    public RuleCoverage? Coverage { get; init; }

    /// <summary>Allocates contiguous folios.</summary>
    /// <param name="kind">What they will hold.</param>
    /// <param name="order">log2 of the pages of each.</param>
    /// <param name="count">How many, at least 1.</param>
    public FolioRun Allocate(FolioKind kind, int order, long count)
    {
        var align = (1L << order) - 1;
        var first = (nextFrame + align) & ~align;
        var run = kind is FolioKind.HugetlbAnon or FolioKind.HugetlbFile
            ? new FolioRun(first, order, count, kind, new HugetlbCounters(order), MapcountOwners.Instance)
            : new FolioRun(first, order, count, kind, FolioCounters.Create(scheme, order), OwnerTracker.Create(tracker, order, rmapIds));
        nextFrame = run.EndFrame;
        runs.Insert(runs.FirstEndingAfter(first), run);
        return run;
    }

    /// <summary>The run that a frame belongs to.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="rule">Filled in by the compiler, as the two after it: who asks.</param>
    /// <param name="file">Its source file.</param>
    /// <param name="line">The line in it.</param>
    /// <exception cref="InvalidOperationException">The frame is free.</exception>
    public FolioRun Find(
        long frame, [CallerMemberName] string rule = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var at = runs.FirstEndingAfter(frame);
        if (!runs.Holds(at) || runs[at].FirstFrame > frame)
            throw new InvalidOperationException($"frame {frame} is free");
        Coverage?.Note(rule, file, line, runs[at], HugeZero.Order);
        return runs[at];
    }

    /// <summary>Puts folios of an order in the place of a larger one, with its page flags and with no mappings.</summary>
    /// <returns>The new folios, all of them.</returns>
    public FolioRun Split(FolioRun folio, int order)
    {
        ArgumentNullException.ThrowIfNull(folio);
        var pieces = new FolioRun(
            folio.FirstFrame, order, folio.FolioPages >> order, folio.Kind, FolioCounters.Create(scheme, order), OwnerTracker.Create(tracker, order, rmapIds))
        {
            Dirty = folio.Dirty,
            UpToDate = folio.UpToDate,
            SwapBacked = folio.SwapBacked,
            Node = folio.Node,
            Slot = folio.Slot,
        };
        runs[runs.FirstEndingAfter(folio.FirstFrame)] = pieces;
        return pieces;
    }

    /// <summary>
    /// Halves one large folio, then the half that holds a frame, and so on, until the frame is a small folio: they have its page flags and no mappings.
    /// </summary>
    public void SplitAround(FolioRun folio, long frame)
    {
        ArgumentNullException.ThrowIfNull(folio);
        var pieces = new SortedDictionary<long, int>();
        var first = folio.FirstFrame;
        for (var order = folio.Order - 1; order >= 0; order--)
        {
            var middle = first + (1L << order);
            pieces.Add(frame < middle ? middle : first, order);
            first = frame < middle ? first : middle;
        }

        pieces.Add(first, 0);
        runs.Remove(runs.FirstEndingAfter(folio.FirstFrame));
        foreach (var (start, order) in pieces)
        {
            var piece = new FolioRun(start, order, 1, folio.Kind, FolioCounters.Create(scheme, order), OwnerTracker.Create(tracker, order, rmapIds))
            {
                Dirty = folio.Dirty,
                UpToDate = folio.UpToDate,
                SwapBacked = folio.SwapBacked,
                Node = folio.Node,
            };
            runs.Insert(runs.FirstEndingAfter(start), piece);
        }
    }

    /// <summary>Gives the folios of a run back.</summary>
    public void Free(FolioRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        runs.Remove(runs.FirstEndingAfter(run.FirstFrame));
        Contents.Clear(run.FirstFrame, run.EndFrame - run.FirstFrame);
    }

    /// <summary>Whether a frame belongs to a folio.</summary>
    public bool Holds(long frame)
    {
        var at = runs.FirstEndingAfter(frame);
        return runs.Holds(at) && runs[at].FirstFrame <= frame;
    }

    /// <summary>
    /// The runs below a range of frames, cut so that each is either covered whole or is a single folio: then an event on the range
    /// means the same for every folio of a run.
    /// </summary>
    /// <param name="frame">First frame.</param>
    /// <param name="pages">Length in base pages.</param>
    /// <param name="rule">Filled in by the compiler, as the two after it: who asks.</param>
    /// <param name="file">Its source file.</param>
    /// <param name="line">The line in it.</param>
    /// <returns>Run, index of the first page inside each folio, pages of the range inside the run.</returns>
    public IEnumerable<(FolioRun Run, long First, long Pages)> Isolate(
        long frame, long pages, [CallerMemberName] string rule = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var end = frame + pages;
        while (frame < end)
        {
            var run = IsolateNext(frame, end);
            Coverage?.Note(rule, file, line, run, HugeZero.Order);
            var upTo = Math.Min(end, run.EndFrame);
            yield return (run, run.PageIndex(frame), upTo - frame);
            frame = upTo;
        }
    }

    private FolioRun IsolateNext(long frame, long end)
    {
        var at = runs.FirstEndingAfter(frame);
        var run = runs[at];
        if (run.Count == 1)
            return run;

        var before = (frame - run.FirstFrame) >> run.Order;
        if (before > 0)
        {
            run = run.CutAfter(before);
            at = runs.Insert(runs.Next(at), run);
        }

        // Whole folios stay together; a folio that is only partly covered stands alone.
        var whole = run.PageIndex(frame) == 0 ? Math.Min(run.Count, (end - run.FirstFrame) >> run.Order) : 0;
        var keep = Math.Max(1, whole);
        if (keep < run.Count)
            runs.Insert(runs.Next(at), run.CutAfter(keep));
        return run;
    }
}
