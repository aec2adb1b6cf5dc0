using RmapHarness.Scenarios;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts;

/// <summary>The outcome of one scenario on one kernel.</summary>
/// <param name="Scenario">What ran, or was to run.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">Why, in one line; empty for a pass.</param>
/// <param name="Compared">Number of values compared; see <see cref="Comparison.Compared"/>.</param>
/// <param name="Duration">Time that the kernel took.</param>
/// <param name="Differences">The mismatches, those that known issues explain included.</param>
public sealed record ScenarioResult(
    Scenario Scenario,
    Verdict Verdict,
    string Reason,
    long Compared,
    TimeSpan Duration,
    IReadOnlyList<Difference> Differences)
{
    /// <summary>For a crash: what happened, in one line that is the same each time the same happens; null otherwise.</summary>
    public string? Crash { get; init; }

    /// <summary>The first moment at which something differs; null if nothing does, or not at an observation.</summary>
    public MismatchMoment? Moment { get; init; }

    /// <summary>A scenario that did not run or could not be judged.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="verdict">Skipped, Error or Inconclusive.</param>
    /// <param name="reason">Why, in one line.</param>
    public static ScenarioResult NotJudged(Scenario scenario, Verdict verdict, string reason) =>
        new(scenario, verdict, reason, 0, TimeSpan.Zero, []);
}
