using RmapHarness.Engine.Proc;
using RmapHarness.Verdicts.Diff.Runs;

namespace RmapHarness.Verdicts.Diff;

/// <summary>
/// Which PFN stands for which model frame through a run. Model frame numbers are never given out twice, so two things are provable:
/// a model frame keeps its PFN as long as it is seen again, and a PFN belongs to one model frame until the last observation
/// that shows that frame. Only after that may the kernel have freed the PFN and given it to another frame.
/// </summary>
internal sealed class FrameCorrespondence
{
    private readonly RunMap<Naming> namings = new();
    private readonly RunMap<Ascending> owners = new();
    private readonly RunMap<Same<int>> lastSteps = new();

    /// <summary>Learns until when each model frame is in use.</summary>
    public FrameCorrespondence(Trace expected)
    {
        foreach (var observation in expected.Observations)
        {
            foreach (var run in observation.Processes.SelectMany(process => process.Pages).Where(run => run.Frame >= 0))
                lastSteps.Set(run.Frame, run.FrameStride == 0 ? 1 : (long)run.Pages, new Same<int>(observation.Step));
        }
    }

    /// <summary>The PFN that stands for a model frame, or -1 if it has not been seen.</summary>
    /// <param name="frame">The model frame.</param>
    /// <param name="limit">Frames of interest, at least 1.</param>
    /// <param name="alike">Frames from it on whose PFNs ascend with them, or that have not been seen either.</param>
    public long PfnOf(long frame, long limit, out long alike) => namings.TryFind(frame, limit, out var naming, out alike) ? naming.Pfn : -1;

    /// <summary>
    /// Enters that pages name frames, and says what contradicts: the earlier naming of the same model frame by another PFN, or the
    /// page whose model frame owns the PFN. A contradiction replaces what was known, so that it is told once.
    /// </summary>
    /// <param name="frame">Model frame of the first page.</param>
    /// <param name="naming">What names it. The frames, PFNs and page numbers after it ascend together.</param>
    /// <param name="limit">Pages of interest, at least 1.</param>
    /// <param name="conflict">What contradicts, the same for all pages that were entered.</param>
    /// <returns>How many pages were entered, at least 1: as if one after another.</returns>
    public long Enter(long frame, Naming naming, long limit, out FrameConflict? conflict)
    {
        var known = namings.TryFind(frame, limit, out var before, out var alike);
        var owned = owners.TryFind(naming.Pfn, alike, out var owner, out alike);
        conflict = null;
        if (known && before.Pfn != naming.Pfn)
        {
            conflict = new FrameConflict(FrameConflictKind.Moved, before);
        }
        else if (owned && owner.Number != frame)
        {
            // The order of entering does not matter here: a frame that is entered with these has its PFN already, or none and owns nothing.
            if (OwnerIn(naming, owner.Number, ref alike) is { } other)
                conflict = new FrameConflict(FrameConflictKind.Taken, other);
        }

        if (conflict is not null || !known)
            namings.Set(frame, alike, naming);
        if (!owned || owner.Number != frame)
            owners.Set(naming.Pfn, alike, new Ascending(frame));
        return alike;
    }

    private Naming? OwnerIn(Naming naming, long owner, ref long alike)
    {
        namings.TryFind(owner, alike, out var other, out alike);
        lastSteps.TryFind(owner, alike, out var last, out alike);
        return other.Pfn == naming.Pfn && last.Value >= naming.Step ? other : null;
    }

    /// <summary>A page that names a PFN.</summary>
    internal readonly record struct Naming(long Pfn, int Step, string Process, ulong Page) : IRunValue<Naming>
    {
        /// <inheritdoc/>
        public Naming After(long numbers) => this with { Pfn = Pfn + numbers, Page = Page + (ulong)numbers };
    }
}
