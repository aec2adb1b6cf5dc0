using RmapHarness.Scenarios.Drafts;
using RmapHarness.Verdicts;
using RmapHarness.Verdicts.Diff;
using RmapHarness.Verdicts.Signatures;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>A scenario that showed a mismatch.</summary>
/// <param name="Draft">The scenario.</param>
/// <param name="Result">What it came to.</param>
/// <param name="Key">The mismatch that it is remembered for: the first that no known issue explains, or the first.</param>
internal sealed record Suspect(ScenarioDraft Draft, ScenarioResult Result, MismatchKey Key)
{
    /// <summary>The suspect that a result makes; null if it shows no mismatch.</summary>
    public static Suspect? Of(ScenarioResult result)
    {
        // A claim is its author's; what it is about has a mismatch of its own.
        var differences = result.Differences.Where(difference => difference.Observable != Observable.Claim).ToList();
        var difference = differences.FirstOrDefault(difference => difference.KnownIssue is null) ?? differences.FirstOrDefault();
        return difference is null ? null : new Suspect(ScenarioDraft.Of(result.Scenario), result, MismatchKey.Of(difference));
    }

    /// <summary>Whether a result shows the same mismatch.</summary>
    public static bool Shows(ScenarioResult result, MismatchKey key) =>
        result.Verdict is Verdict.Fail or Verdict.KnownIssue or Verdict.Flaky
        && result.Differences.Any(difference => MismatchKey.Of(difference) == key);

    /// <summary>The mismatch of a result that has the key.</summary>
    public static Difference Find(ScenarioResult result, MismatchKey key) =>
        result.Differences.First(difference => MismatchKey.Of(difference) == key);
}
