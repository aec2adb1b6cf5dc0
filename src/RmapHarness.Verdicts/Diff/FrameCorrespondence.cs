using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>
/// Which PFN stands for which model frame through a run. Model frame numbers are never given out twice, so two things are provable:
/// a model frame keeps its PFN as long as it is seen again, and a PFN belongs to one model frame until the last observation
/// that shows that frame. Only after that may the kernel have freed the PFN and given it to another frame.
/// </summary>
internal sealed class FrameCorrespondence
{
    private readonly Dictionary<long, Naming> namings = [];
    private readonly Dictionary<long, long> owners = [];
    private readonly Dictionary<long, int> lastSteps = [];

    /// <summary>Learns until when each model frame is in use.</summary>
    public FrameCorrespondence(Trace expected)
    {
        foreach (var observation in expected.Observations)
        {
            foreach (var run in observation.Processes.SelectMany(process => process.Pages).Where(run => run.Frame >= 0))
            {
                var frames = run.FrameStride == 0 ? 1UL : run.Pages;
                for (var i = 0UL; i < frames; i++)
                    lastSteps[run.Frame + (long)i] = observation.Step;
            }
        }
    }

    /// <summary>The PFN that stands for a model frame, or -1 if it has not been seen.</summary>
    public long PfnOf(long frame) => namings.TryGetValue(frame, out var naming) ? naming.Pfn : -1;

    /// <summary>
    /// Enters that a page names a frame, and says what contradicts: the earlier naming of the same model frame by another PFN, or the
    /// page whose model frame owns the PFN. A contradiction replaces what was known, so that it is told once.
    /// </summary>
    public FrameConflict? Enter(long frame, Naming naming)
    {
        FrameConflict? conflict = null;
        var known = namings.TryGetValue(frame, out var before);
        if (known && before.Pfn != naming.Pfn)
            conflict = new FrameConflict(FrameConflictKind.Moved, before);
        else if (OwnerOf(naming.Pfn, naming.Step) is { } owner && owner != frame)
            conflict = new FrameConflict(FrameConflictKind.Taken, namings[owner]);
        if (conflict is not null || !known)
            namings[frame] = naming;
        owners[naming.Pfn] = frame;
        return conflict;
    }

    private long? OwnerOf(long pfn, int step) =>
        owners.TryGetValue(pfn, out var owner) && namings[owner].Pfn == pfn && lastSteps[owner] >= step ? owner : null;

    /// <summary>A page that names a PFN.</summary>
    internal readonly record struct Naming(long Pfn, int Step, string Process, ulong Page);
}
