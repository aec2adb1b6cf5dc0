using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;
using RmapHarness.Verdicts;
using RmapHarness.Verdicts.Diff;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Probing;

/// <summary>A probe that has run, and how candidates fit what it showed.</summary>
/// <param name="probe">What ran.</param>
/// <param name="observed">What the kernel did.</param>
internal sealed class ProbeReading(Probe probe, Trace observed)
{
    /// <summary>What ran.</summary>
    public Probe Probe => probe;

    /// <summary>Whether any page has bit 55 of its pagemap entry.</summary>
    public bool HasSoftDirty =>
        observed.Observations.SelectMany(observation => observation.Processes).SelectMany(process => process.Pages).Any(run => run.Pagemap.HasFlag(PagemapBits.SoftDirty));

    /// <summary>The mismatches between what a profile predicts and what the kernel showed, but for recorded findings.</summary>
    public IReadOnlyList<Difference> Against(KernelProfile profile, IReadOnlyList<KnownIssue> knownIssues)
    {
        var comparison = TraceDiff.Compare(profile, probe.Program, Simulation.Run(profile, probe.Program), observed);
        return [.. new Judge(profile, knownIssues).Explain(probe.Name, comparison.Differences).Where(difference => difference.KnownIssue is null)];
    }
}
