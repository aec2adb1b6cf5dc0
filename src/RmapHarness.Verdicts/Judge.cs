using System.Globalization;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;
using RmapHarness.Scenarios;
using RmapHarness.Verdicts.Claims;
using RmapHarness.Verdicts.Diff;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Verdicts;

/// <summary>Turns what the model predicted and what a kernel did into verdicts.</summary>
/// <param name="profile">The kernel.</param>
/// <param name="knownIssues">All recorded findings.</param>
public sealed class Judge(KernelProfile profile, IReadOnlyList<KnownIssue> knownIssues)
{
    /// <summary>Judges one run.</summary>
    /// <param name="compiled">What ran.</param>
    /// <param name="predicted">The model's trace.</param>
    /// <param name="run">The kernel's run.</param>
    /// <exception cref="InvalidDataException">A trace contradicts itself.</exception>
    public ScenarioResult Decide(CompiledScenario compiled, Trace predicted, ObservedRun run)
    {
        ArgumentNullException.ThrowIfNull(compiled);
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(run);
        if (run.End == RunEnd.Completed)
            return DecideCompleted(compiled, predicted, run);
        var verdict = run.End == RunEnd.Broken ? Verdict.Error : Verdict.Crash;
        var cut = UpTo(run.Trace, predicted);
        var comparison = TraceDiff.Compare(profile, compiled.Program, cut, run.Trace with { Contents = null });
        return new ScenarioResult(
            compiled.Scenario, verdict, Explain(run), comparison.Compared, run.Duration, Explain(compiled.Scenario.Name, comparison.Differences))
        {
            Crash = verdict == Verdict.Crash ? TitleOf(run) : null,
        };
    }

    /// <summary>Judges a run that nothing can be compared with: only what the kernel did to itself counts.</summary>
    /// <param name="scenario">What ran.</param>
    /// <param name="run">The kernel's run.</param>
    /// <param name="verdict">The verdict unless the kernel crashed.</param>
    /// <param name="reason">Why there is nothing to compare with.</param>
    public static ScenarioResult WithoutPrediction(Scenario scenario, ObservedRun run, Verdict verdict, string reason)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.End is RunEnd.TimedOut or RunEnd.Damaged or RunEnd.Lost
            ? ScenarioResult.NotJudged(scenario, Verdict.Crash, Explain(run)) with { Crash = TitleOf(run) }
            : ScenarioResult.NotJudged(scenario, verdict, reason);
    }

    /// <summary>Judges a scenario that was run a second time on the same kernel because the first time did not agree.</summary>
    /// <param name="first">The first result: Fail or Inconclusive.</param>
    /// <param name="second">The second one.</param>
    public static ScenarioResult Combine(ScenarioResult first, ScenarioResult second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Verdict == Verdict.Inconclusive)
            return second;
        if (second.Verdict is Verdict.Crash or Verdict.Error)
            return second with { Differences = first.Differences, Compared = first.Compared };
        if (second.Verdict is Verdict.Inconclusive || Repeats(first.Differences, second.Differences))
            return first;
        return first with
        {
            Verdict = Verdict.Flaky,
            Reason = string.Create(
                CultureInfo.InvariantCulture,
                $"{Count(first.Differences.Count, "mismatch")} in the first run, {second.Differences.Count} in the second, not the same ones"),
        };
    }

    /// <summary>Whether a second run can tell more.</summary>
    public static bool DeservesSecondRun(ScenarioResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Verdict is Verdict.Fail || (result.Verdict is Verdict.Inconclusive && result.Differences.Count > 0);
    }

    // Which frames are where another folio was expected is chance: the rest tells, or if there is no rest, that there are such in the same places.
    private static bool Repeats(IReadOnlyList<Difference> first, IReadOnlyList<Difference> second)
    {
        var rest = first.Where(difference => !difference.IsOfLayout).ToList();
        return rest.SequenceEqual(second.Where(difference => !difference.IsOfLayout))
            && (rest.Exists(difference => difference.KnownIssue is null) || Layout(first).SetEquals(Layout(second)));
    }

    private static HashSet<(int Step, string Process, string Field)> Layout(IReadOnlyList<Difference> differences) =>
        [.. differences.Where(difference => difference.IsOfLayout).Select(difference => (difference.Step, difference.Process, difference.Field))];

    // A process tree that does not come to its end is a hang of its own kind.
    private static string TitleOf(ObservedRun run) => run.Crash ?? (run.End == RunEnd.TimedOut ? "hang of the scenario" : "lost guest");

    /// <summary>Enters into mismatches the recorded finding that each of them shows, if one does.</summary>
    /// <param name="scenario">The name of what ran.</param>
    /// <param name="differences">The mismatches.</param>
    public IReadOnlyList<Difference> Explain(string scenario, IReadOnlyList<Difference> differences)
    {
        ArgumentNullException.ThrowIfNull(differences);
        var candidates = knownIssues.Where(issue => issue.Concerns(profile, scenario)).ToList();
        return
        [
            .. differences.Select(difference =>
                difference with { KnownIssue = candidates.FirstOrDefault(issue => issue.Explains(difference.About ?? difference))?.Id }),
        ];
    }

    private static string Explain(ObservedRun run)
    {
        var what = run.End switch
        {
            RunEnd.TimedOut => "the deadline passed",
            RunEnd.Damaged => "the kernel reported",
            RunEnd.Lost => "the guest was lost",
            _ => "the agent could not do its part",
        };
        return run.Reason.Length == 0 ? what : $"{what}: {run.Reason}";
    }

    // What a lost guest never answered is not a mismatch; what it did answer is compared.
    private static Trace UpTo(Trace observed, Trace predicted)
    {
        var steps = observed.Outcomes.Select(outcome => outcome.Step).ToHashSet();
        var observations = observed.Observations.Select(observation => observation.Step).ToHashSet();
        return new Trace(
            [.. predicted.Outcomes.Where(outcome => steps.Contains(outcome.Step))],
            [.. predicted.Observations.Where(observation => observations.Contains(observation.Step))]);
    }

    private static string Count(int number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "es")}");

    private ScenarioResult DecideCompleted(CompiledScenario compiled, Trace predicted, ObservedRun run)
    {
        var scenario = compiled.Scenario;
        var comparison = TraceDiff.Compare(profile, compiled.Program, predicted, run.Trace)
            + ClaimCheck.Check(profile, compiled, predicted, run.Trace);
        var differences = Explain(scenario.Name, comparison.Differences);
        var (verdict, reason) = comparison.Compared == 0 || run.Trace.Observations.Count == 0
            ? (Verdict.Error, "nothing was compared")
            : differences.Count > 0
                ? DecideMismatch(differences, run)
                : DecideAgreement(scenario);
        return new ScenarioResult(scenario, verdict, reason, comparison.Compared, run.Duration, differences)
        {
            Moment = MismatchMoment.First(compiled, predicted, run.Trace, differences),
        };
    }

    private (Verdict Verdict, string Reason) DecideAgreement(Scenario scenario)
    {
        var gone = knownIssues.Where(issue => issue.MustShow(profile, scenario.Name)).Select(issue => issue.Id).ToList();
        return gone.Count == 0 ? (Verdict.Pass, "") : (Verdict.Fixed, $"no longer shows: {string.Join(", ", gone)}");
    }

    private static (Verdict Verdict, string Reason) DecideMismatch(IReadOnlyList<Difference> differences, ObservedRun run)
    {
        if (run.ThpFallbacks > 0)
        {
            return (Verdict.Inconclusive, string.Create(
                CultureInfo.InvariantCulture, $"{run.ThpFallbacks} THP allocations fell back to small pages meanwhile, or pages of a hugetlb pool could not be had"));
        }

        var unexplained = differences.Count(difference => difference.KnownIssue is null);
        return unexplained > 0
            ? (Verdict.Fail, Count(unexplained, "mismatch"))
            : (Verdict.KnownIssue, string.Join(", ", differences.Select(difference => difference.KnownIssue).Distinct()));
    }
}
