using RmapHarness.Reports.Json;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Nightly;

/// <summary>Decides what a second run on a new guest makes of a result.</summary>
internal static class Confirmation
{
    private const string NotAgain = "once, and not again on a new guest: ";

    /// <summary>Whether a result is to be believed only if a new guest repeats it.</summary>
    public static bool IsNeeded(ScenarioResult result) =>
        result.Verdict is Verdict.Crash || Judge.DeservesSecondRun(result);

    /// <summary>Whether a result of an earlier part of a run is one that a later part may take back, but not undo.</summary>
    public static bool IsWrong(ScenarioEntry entry) => entry.Verdict is "fail" or "crash";

    /// <summary>The result of both parts of a run.</summary>
    /// <param name="first">What was wrong, of the same scenario on the same kernel.</param>
    /// <param name="second">The later one.</param>
    public static ScenarioEntry Combine(ScenarioEntry first, ScenarioEntry second) =>
        first.Hash != second.Hash || second.Verdict is "fail" or "crash" or "flaky" ? second
        : second.Verdict is "error" or "inconclusive" or "skipped" ? first
        : first with { Verdict = Words.Of(Verdict.Flaky), Reason = NotAgain + first.Reason };

    /// <summary>The result of both.</summary>
    /// <param name="first">A result that needs confirmation.</param>
    /// <param name="second">The one on a new guest.</param>
    public static ScenarioResult Combine(ScenarioResult first, ScenarioResult second)
    {
        if (first.Verdict != Verdict.Crash)
            return Judge.Combine(first, second);
        return second.Verdict is Verdict.Crash or Verdict.Error or Verdict.Inconclusive or Verdict.Skipped
            ? first
            : first with { Verdict = Verdict.Flaky, Reason = NotAgain + first.Reason };
    }
}
