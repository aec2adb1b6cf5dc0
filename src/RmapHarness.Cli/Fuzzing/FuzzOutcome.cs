using RmapHarness.Reports.Json;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>What a fuzz session came to.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Tally">Counts of what ran.</param>
/// <param name="End">Why it ended.</param>
/// <param name="Findings">What does not agree, reviewed.</param>
/// <param name="Document">All of it, as it was written into the output directory.</param>
internal sealed record FuzzOutcome(KernelUnderTest Kernel, FuzzTally Tally, FuzzEnd End, IReadOnlyList<Finding> Findings, FuzzDocument Document)
{
    /// <summary>Something does not agree, broke, or was not compared.</summary>
    public bool IsWrong => Findings.Count > 0 || Document.Crashes.Count > 0 || End == FuzzEnd.Failed || Tally.IsWrong;
}
