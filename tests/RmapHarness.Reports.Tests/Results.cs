using RmapHarness.Engine.Proc;
using RmapHarness.Verdicts;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Reports.Tests;

/// <summary>Results to write: a pass, a fail, a known issue and a skipped scenario.</summary>
internal static class Results
{
    private const string Issue = """
        - { id: rss, title: t, kernels: { version: ">= 7.0" }, scenarios: exa*, observable: smaps, field: Rss, evidence: e, reference: r }
        """;

    public static Example Example { get; } = new();

    public static ScenarioResult Pass { get; } = Decide(Example.Observed);

    public static ScenarioResult Fail { get; } = Decide(Wrong(SmapsField.Pss));

    public static ScenarioResult KnownIssue { get; } = Decide(Wrong(SmapsField.Rss));

    public static ScenarioResult Skipped { get; } = ScenarioResult.NotJudged(Example.Scenario, Verdict.Skipped, "needs a moon");

    public static KernelResults Of(params ScenarioResult[] results) =>
        new(
            new KernelUnderTest("new", "7.3.4+deb13-cloud-amd64", "tcg", Example.Profile)
            {
                Behaviour = new KernelBehaviour(false, "as none", ["one"]),
                Facts = "swap=off",
            },
            results);

    private static ScenarioResult Decide(Trace observed) =>
        new Judge(Example.Profile, KnownIssueFile.Parse(Issue, "f")).Decide(Example.Compiled, Example.Predicted, Example.Completed(observed));

    private static Trace Wrong(SmapsField field) => Example.Observed.MapVma(1, 0, 0, vma => vma.With(field, value => value + 1));
}
