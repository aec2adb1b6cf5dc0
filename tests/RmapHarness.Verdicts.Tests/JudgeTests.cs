using RmapHarness.Engine.Proc;
using RmapHarness.Verdicts.Diff;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Verdicts.Tests;

/// <summary>The table of verdicts.</summary>
public sealed class JudgeTests
{
    private const string Issue = """
        - id: wrong-pss
          title: Pss of the parent is 1 kB too large.
          kernels: { version: ">= 7.0" }
          scenarios: example
          observable: smaps
          field: Pss
          process: parent
          evidence: Made up.
          reference: none
        """;

    private static readonly Example Example = new();
    private static readonly Trace WrongPss = Example.Observed.MapVma(1, 0, 0, vma => vma.With(SmapsField.Pss, value => value + 1));
    private static readonly Trace WrongPssAndRss = WrongPss.MapVma(1, 0, 0, vma => vma.With(SmapsField.Rss, value => value + 1));

    [Test]
    public void Agreement_is_a_pass() => Assert.That(Decide(Example.Observed).Verdict, Is.EqualTo(Verdict.Pass));

    [Test]
    public void A_mismatch_is_a_fail() => Assert.That(Decide(WrongPss).Verdict, Is.EqualTo(Verdict.Fail));

    [Test]
    public void A_mismatch_that_is_explained_is_a_known_issue()
    {
        var result = Decide(WrongPss, Issue);

        Assert.That((result.Verdict, result.Reason), Is.EqualTo((Verdict.KnownIssue, "wrong-pss")));
        Assert.That(result.Differences.Single().KnownIssue, Is.EqualTo("wrong-pss"));
    }

    [Test]
    public void One_mismatch_that_is_not_explained_is_a_fail()
    {
        var result = Decide(WrongPssAndRss, Issue);

        Assert.That((result.Verdict, result.Reason), Is.EqualTo((Verdict.Fail, "1 mismatch")));
    }

    [Test]
    public void A_known_issue_that_no_longer_shows_is_fixed() =>
        Assert.That(Decide(Example.Observed, Issue).Verdict, Is.EqualTo(Verdict.Fixed));

    [Test]
    public void A_known_issue_that_only_may_show_is_not_fixed_when_it_does_not()
    {
        var pattern = Issue.Replace("scenarios: example", "scenarios: exam*", StringComparison.Ordinal);

        Assert.That(Decide(Example.Observed, pattern).Verdict, Is.EqualTo(Verdict.Pass));
        Assert.That(Decide(WrongPss, pattern).Verdict, Is.EqualTo(Verdict.KnownIssue));
    }

    [Test]
    public void A_known_issue_of_other_kernels_explains_nothing()
    {
        var others = Issue.Replace(">= 7.0", ">= 6.1, < 7.0", StringComparison.Ordinal);

        Assert.That(Decide(WrongPss, others).Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(Decide(Example.Observed, others).Verdict, Is.EqualTo(Verdict.Pass));
    }

    [Test]
    public void A_mismatch_while_THPs_were_scarce_is_inconclusive() =>
        Assert.That(Decide(Example.Completed(WrongPss, fallbacks: 1)).Verdict, Is.EqualTo(Verdict.Inconclusive));

    [Test]
    public void Agreement_while_THPs_were_scarce_is_a_pass() =>
        Assert.That(Decide(Example.Completed(Example.Observed, fallbacks: 1)).Verdict, Is.EqualTo(Verdict.Pass));

    [TestCase(RunEnd.TimedOut, Verdict.Crash)]
    [TestCase(RunEnd.Lost, Verdict.Crash)]
    [TestCase(RunEnd.Broken, Verdict.Error)]
    public void A_run_that_did_not_complete_is_never_a_pass(RunEnd end, Verdict verdict)
    {
        var run = Example.Completed(Example.Observed) with { End = end, Reason = "because" };

        var result = Decide(run);

        Assert.That(result.Verdict, Is.EqualTo(verdict));
        Assert.That(result.Reason, Does.EndWith(": because"));
    }

    [Test]
    public void What_a_lost_guest_did_not_answer_is_no_mismatch()
    {
        var cut = new Trace([.. Example.Observed.Outcomes.Take(7)], [.. Example.Observed.Observations.Take(1)]);

        var result = Decide(Example.Completed(cut) with { End = RunEnd.Lost });

        Assert.That(result.Differences, Is.Empty);
        Assert.That(result.Compared, Is.Positive);
    }

    [Test]
    public void Comparing_nothing_is_an_error()
    {
        var empty = new Trace([], []);

        var result = new Judge(Example.Profile, []).Decide(Example.Compiled with { Claims = [] }, empty, Example.Completed(empty));

        Assert.That((result.Verdict, result.Compared), Is.EqualTo((Verdict.Error, 0L)));
    }

    [Test]
    public void Two_runs_that_differ_are_flaky()
    {
        var (fail, other, pass) = (Decide(WrongPss), Decide(WrongPssAndRss), Decide(Example.Observed));

        Assert.That(Judge.Combine(fail, pass).Verdict, Is.EqualTo(Verdict.Flaky));
        Assert.That(Judge.Combine(fail, other).Verdict, Is.EqualTo(Verdict.Flaky));
        Assert.That(Judge.Combine(fail, Decide(WrongPss)).Verdict, Is.EqualTo(Verdict.Fail));
    }

    [Test]
    public void Which_frames_are_not_contiguous_is_chance()
    {
        var fail = Decide(WrongPss);
        Assert.That(Judge.Combine(With(fail, "0x1000+1..7"), With(fail, "0x1000+1,3..7")).Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(Judge.Combine(With(fail, "0x1000+1..7"), fail).Verdict, Is.EqualTo(Verdict.Fail), "by chance they are in order");
        Assert.That(Judge.Combine(With(fail, "0x1000+1..7"), With(Decide(WrongPssAndRss), "0x1000+1..7")).Verdict, Is.EqualTo(Verdict.Flaky));

        var alone = fail with { Differences = [] };
        Assert.That(Judge.Combine(With(alone, "0x1000+1..7"), With(alone, "0x1000+1,3..7")).Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(Judge.Combine(With(alone, "0x1000+1..7"), alone).Verdict, Is.EqualTo(Verdict.Flaky), "nothing else tells");

        static ScenarioResult With(ScenarioResult result, string where) => result with
        {
            Differences = [.. result.Differences, new Difference(1, "p", Observable.Frame, where, "contiguous", "the frame after", "another frame", 1)],
        };
    }

    [Test]
    public void A_second_run_settles_what_was_inconclusive()
    {
        var scarce = Decide(Example.Completed(WrongPss, fallbacks: 1));

        Assert.That(Judge.DeservesSecondRun(scarce), Is.True);
        Assert.That(Judge.Combine(scarce, Decide(Example.Observed)).Verdict, Is.EqualTo(Verdict.Pass));
        Assert.That(Judge.Combine(scarce, Decide(WrongPss)).Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(Judge.Combine(Decide(WrongPss), scarce).Verdict, Is.EqualTo(Verdict.Fail));
    }

    [Test]
    public void A_crash_in_the_second_run_is_a_crash()
    {
        var crash = Judge.Combine(Decide(WrongPss), Decide(Example.Completed(Example.Observed) with { End = RunEnd.Lost }));

        Assert.That(crash.Verdict, Is.EqualTo(Verdict.Crash));
        Assert.That(crash.Differences, Is.Not.Empty);
    }

    [Test]
    public void Without_a_prediction_a_crash_is_a_crash_all_the_same()
    {
        var run = Example.Completed(Example.Observed);

        Assert.That(Judge.WithoutPrediction(Example.Scenario, run, Verdict.Error, "r").Verdict, Is.EqualTo(Verdict.Error));
        Assert.That(
            Judge.WithoutPrediction(Example.Scenario, run with { End = RunEnd.TimedOut }, Verdict.Error, "r").Verdict,
            Is.EqualTo(Verdict.Crash));
    }

    private static ScenarioResult Decide(Trace observed, string issues = "[]") => Decide(Example.Completed(observed), issues);

    private static ScenarioResult Decide(ObservedRun run, string issues = "[]") =>
        new Judge(Example.Profile, KnownIssueFile.Parse(issues, "issues.yaml")).Decide(Example.Compiled, Example.Predicted, run);
}
