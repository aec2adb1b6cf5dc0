using RmapHarness.Reports.History;
using RmapHarness.Reports.Html;
using RmapHarness.Reports.Json;
using RmapHarness.Reports.News;
using RmapHarness.Reports.Tests.News;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Reports.Tests.Html;

/// <summary>A page with one of everything; its mismatches are those of the model against an altered trace of it.</summary>
internal static class Pages
{
    private const string Issues = """
        - { id: rss, title: Rss is wrong., kernels: { version: ">= 7.0" }, scenarios: exa*, observable: smaps, field: Rss, evidence: Seen <often>., reference: proc.rst }
        - { id: silent, title: Never shows., kernels: { version: ">= 7.0" }, scenarios: exa*, observable: smaps, field: Pss, evidence: e, reference: r }
        """;

    public static ReportPage Full { get; } = Create();

    private static ReportPage Create()
    {
        var real = ResultsBuilder.Build("0.1.0", [Results.Of(Results.Fail)], [], interrupted: false);
        var fail = real.Scenarios[0];
        var known = ResultsBuilder.ToEntry(Results.KnownIssue, "new") with { Name = "known-one" };
        var crash = Entries.Crash("crash-one", "kernel BUG in <f>") with { Reason = "the guest was lost: <script>alert(1)</script>" };
        var document = ResultsBuilder.Build(
            "0.1.0",
            [real.Kernels[0], real.Kernels[0] with { Name = "old", Release = "6.1.0" }],
            [fail, known, crash, Entries.Pass("pass-one"), Entries.Pass("fuzzing") with { Fuzz = new FuzzEntry(4711, "done", 12_345, 6.78, 901, 23, 1) }, Entries.Of("skipped-one", "skipped") with { Kernel = "old", Reason = "needs a moon" }],
            false) with
        {
            Gaps = [new GapEntry("gone", "does not <boot>")],
        };
        return new ReportPage(document)
        {
            News = new NightNews(
                [new NewsItem(NewsKind.NewFailure, "new", fail, null, null, 0, 1), new NewsItem(NewsKind.StillFailing, "new", crash, crash, 1, 0, 2)],
                [new LineNews(LineNewsKind.NotHad, "gone", "does not boot", 3), new LineNews(LineNewsKind.StillNotHad, "never", "is not built", 3)]),
            Nights = [Night(1, 5, 0), Night(2, 4, 1)],
            KnownIssues = KnownIssueFile.Parse(Issues, "f"),
        };
    }

    private static NightTotals Night(long run, int pass, int fail) => new(
        new RunRecord(run, new DateTimeOffset(2026, 11, 20 + (int)run, 1, 17, 0, TimeSpan.Zero), null, RunState.Complete, "0", "nightly", "", ""),
        "new", "7.3.4", new Dictionary<string, int> { ["pass"] = pass, ["fail"] = fail }, 1000, 2000);
}
