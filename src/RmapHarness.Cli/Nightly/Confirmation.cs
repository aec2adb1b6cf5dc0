using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Nightly;

/// <summary>Decides what a second run on a new guest makes of a result.</summary>
internal static class Confirmation
{
    /// <summary>Whether a result is to be believed only if a new guest repeats it.</summary>
    public static bool IsNeeded(ScenarioResult result) =>
        result.Verdict is Verdict.Crash || Judge.DeservesSecondRun(result);

    /// <summary>The result of both.</summary>
    /// <param name="first">A result that needs confirmation.</param>
    /// <param name="second">The one on a new guest.</param>
    public static ScenarioResult Combine(ScenarioResult first, ScenarioResult second)
    {
        if (first.Verdict != Verdict.Crash)
            return Judge.Combine(first, second);
        return second.Verdict is Verdict.Crash or Verdict.Error or Verdict.Inconclusive or Verdict.Skipped
            ? first
            : first with { Verdict = Verdict.Flaky, Reason = $"once, and not again on a new guest: {first.Reason}" };
    }
}
