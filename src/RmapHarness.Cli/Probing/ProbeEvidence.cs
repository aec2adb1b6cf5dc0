using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Cli.Probing;

/// <summary>What a probe showed, for people.</summary>
internal static class ProbeEvidence
{
    /// <summary>A line for each mismatch.</summary>
    public static IEnumerable<string> Of(ProbeReading reading, IReadOnlyList<Difference> differences) =>
        differences.Select(difference =>
            $"probe {reading.Probe.Name} ({reading.Probe.Asks}), {difference.Process}: {Words.Of(difference.Observable)} {difference.Field}: expected {difference.Expected}, observed {difference.Observed}");
}
