using RmapHarness.Reports.Json;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Nightly;

/// <summary>A plan with everything that it names.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Lines">The kernel lines of this shard that can be tried.</param>
/// <param name="KnownIssues">The recorded findings.</param>
/// <param name="Gaps">Kernels that could not be looked up, each with the reason.</param>
internal sealed record PreparedNight(
    NightlyPlan Plan, IReadOnlyList<NightlyLine> Lines, IReadOnlyList<KnownIssue> KnownIssues, IReadOnlyList<GapEntry> Gaps);
