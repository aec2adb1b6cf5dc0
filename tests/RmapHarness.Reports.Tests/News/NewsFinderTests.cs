using RmapHarness.Reports.History;
using RmapHarness.Reports.Json;
using RmapHarness.Reports.News;

namespace RmapHarness.Reports.Tests.News;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class NewsFinderTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestCase("pass", "fail:Pss", NewsKind.NewFailure)]
    [TestCase("known", "fail:Pss", NewsKind.NewFailure)]
    [TestCase("fail:Pss", "fail:Pss", NewsKind.StillFailing)]
    [TestCase("fail:Pss", "fail:Pss,Rss", NewsKind.NewFailure)]
    [TestCase("fail:Pss", "crash:kernel BUG in f", NewsKind.NewCrash)]
    [TestCase("pass", "crash:kernel BUG in f", NewsKind.NewCrash)]
    [TestCase("crash:kernel BUG in f", "crash:kernel BUG in f", NewsKind.StillFailing)]
    [TestCase("crash:kernel BUG in f", "crash:kernel BUG in g", NewsKind.NewCrash)]
    [TestCase("pass", "flaky", NewsKind.NewFlake)]
    [TestCase("flaky", "flaky", NewsKind.StillFlaky)]
    [TestCase("flaky", "fail:Pss", NewsKind.NewFailure)]
    [TestCase("fail:Pss", "pass", NewsKind.NewFlake)]
    [TestCase("crash:x", "pass", NewsKind.NewFlake)]
    [TestCase("flaky", "pass", null)]
    [TestCase("fail:Pss", "known", NewsKind.NewFlake)]
    [TestCase("known", "fixed", NewsKind.Fixed)]
    [TestCase("known", "pass", NewsKind.Fixed)]
    [TestCase("pass", "skipped", NewsKind.NotJudged)]
    [TestCase("pass", "inconclusive", NewsKind.NotJudged)]
    [TestCase("pass", "error", NewsKind.NotJudged)]
    [TestCase("skipped", "error", NewsKind.NotJudged)]
    [TestCase("skipped", "fail:Pss", NewsKind.NewFailure)]
    [TestCase("pass", "pass", null)]
    [TestCase("known", "known", null)]
    [TestCase("fixed", "fixed", null)]
    [TestCase("skipped", "skipped", null)]
    [TestCase("skipped", "pass", null)]
    [TestCase("skipped", "inconclusive", null)]
    public void A_result_is_seen_beside_the_one_before(string before, string now, NewsKind? kind)
    {
        Night(Entry(before));
        Assert.That(Night(Entry(now)), Is.EqualTo(kind is null ? [] : new[] { kind }));
    }

    [TestCase("fail:Pss", "pass")]
    [TestCase("crash:x", "pass")]
    [TestCase("fail:Pss", "known")]
    public void What_is_right_on_another_kernel_or_harness_is_fixed(string before, string now)
    {
        Night(Entry(before));
        Assert.That(Night("7.3.5", "0", Entry(now)), Is.EqualTo(new[] { NewsKind.Fixed }));
        Night("7.3.5", "0", Entry(before));
        Assert.That(Night("7.3.5", "1", Entry(now)), Is.EqualTo(new[] { NewsKind.Fixed }));
    }

    [TestCase("pass", "fail:Pss", "pass", "fail:Pss", "pass", "fail:Pss", ExpectedResult = "NewFailure NewFlake StillFlaky - StillFlaky")]
    [TestCase("pass", "crash:x", "pass", "crash:x", "pass", ExpectedResult = "NewCrash NewFlake StillFlaky -")]
    [TestCase("pass", "fail:Pss", "pass", "fail:Rss", ExpectedResult = "NewFailure NewFlake NewFailure")]
    [TestCase("pass", "flaky", "pass", "flaky", "fail:Pss", ExpectedResult = "NewFlake - StillFlaky NewFailure")]
    [TestCase("pass", "skipped", "skipped", "pass", "skipped", ExpectedResult = "NotJudged StillNotJudged - StillNotJudged")]
    [TestCase("pass", "inconclusive", "inconclusive", "fail:Pss", ExpectedResult = "NotJudged StillNotJudged NewFailure")]
    [TestCase("pass", "error", "error", ExpectedResult = "NotJudged StillNotJudged")]
    [TestCase("known", "pass", "known", "pass", ExpectedResult = "Fixed - -")]
    public string Each_thing_is_told_once(params string[] nights) => string.Join(' ', Nights(nights).Skip(1));

    [Test]
    public void Ten_good_runs_end_a_flake()
    {
        var told = Nights([.. Enumerable.Repeat("flaky", 1), .. Enumerable.Repeat("pass", 12)]);
        Assert.That(told, Is.EqualTo(new[] { "NewFlake", "-", "-", "-", "-", "-", "-", "-", "-", "-", "Fixed", "-", "-" }));
    }

    [Test]
    public void What_came_and_went_on_an_older_kernel_is_a_failure_on_the_new_one()
    {
        Night(Entry("fail:Pss"));
        Night("7.3.5", "0", Entry("pass"));
        Assert.That(Night("7.3.6", "0", Entry("fail:Pss")), Is.EqualTo(new[] { NewsKind.NewFailure }));
    }

    [Test]
    public void A_kernel_that_cannot_be_had_is_news_once_and_so_is_its_return()
    {
        Assert.That(Lines("x"), Is.EqualTo(new[] { "not had: line: x" }));
        Assert.That(Lines("y"), Is.EqualTo(new[] { "still not had: line: y" }));
        Assert.That(Lines(null), Is.EqualTo(new[] { "had again: line (not in run 2)" }));
        Assert.That(Lines(null), Is.Empty);
        Assert.That(Lines("z"), Is.EqualTo(new[] { "not had: line: z (had in run 4)" }));
    }

    [TestCase(null, false, false)]
    [TestCase("gone", true, true)]
    public void A_kernel_that_is_gone_is_bad_news(string? reason, bool isAny, bool isBad)
    {
        Lines(null);
        using var writer = Begin("plan");
        Had(writer, reason);
        var news = NewsFinder.Find(writer.Read(), writer.Run);
        Assert.That((news.IsAny, news.IsBad), Is.EqualTo((isAny, isBad)));
    }

    [TestCase("fail:Pss", NewsKind.NewFailure)]
    [TestCase("crash:x", NewsKind.NewCrash)]
    [TestCase("flaky", NewsKind.NewFlake)]
    [TestCase("pass", null)]
    [TestCase("known", null)]
    [TestCase("skipped", null)]
    public void The_first_night_tells_all_that_is_wrong(string now, NewsKind? kind) =>
        Assert.That(Night(Entry(now)), Is.EqualTo(kind is null ? [] : new[] { kind }));

    [Test]
    public void A_night_without_a_verdict_is_looked_past()
    {
        Night(Entry("fail:Pss"));
        Night(Entry("inconclusive"));
        Assert.That(Night(Entry("fail:Pss")), Is.EqualTo(new[] { NewsKind.StillFailing }));
    }

    [Test]
    public void A_night_that_was_interrupted_is_looked_past()
    {
        Night(Entry("pass"));
        Night(RunState.Interrupted, "other-plan", Entry("fail:Pss"));
        Assert.That(Night(Entry("fail:Pss")), Is.EqualTo(new[] { NewsKind.NewFailure }));
    }

    [Test]
    public void An_edited_scenario_may_begin_to_need_what_the_kernel_has_not()
    {
        Night(Entry("pass"));
        Assert.That(Night(Entries.Of("a", "skipped", hash: "1")), Is.Empty);
    }

    [Test]
    public void Other_lines_do_not_count()
    {
        Night(Entry("pass"));
        using var writer = Begin("plan");
        writer.EnterKernel("other", Entries.Kernel());
        writer.Enter("other", Entry("skipped"));
        Assert.That(NewsFinder.Find(writer.Read(), writer.Run).Scenarios, Is.Empty);
    }

    [Test]
    public void A_flake_has_a_rate()
    {
        foreach (var night in new[] { "pass", "flaky", "pass" })
            Night(Entry(night));
        using var writer = Begin("plan");
        writer.EnterKernel("line", Entries.Kernel());
        writer.Enter("line", Entry("flaky"));
        var item = NewsFinder.Find(writer.Read(), writer.Run).Scenarios.Single();
        Assert.That((item.Flaky, item.Runs, item.IsBad), Is.EqualTo((2, 4, false)));
    }

    private static ScenarioEntry Entry(string text) => text.Split(':') switch
    {
        ["fail", var fields] => Entries.Fail("a", fields.Split(',')),
        ["crash", var title] => Entries.Crash("a", title),
        ["known"] => Entries.Known("a", "x"),
        [var verdict] => Entries.Of("a", verdict),
        _ => throw new ArgumentException(text),
    };

    private HistoryWriter Begin(string plan, string harness = "0") =>
        HistoryWriter.Begin(folder.At("history.db"), harness, plan, plan, "", DateTimeOffset.MinValue);

    private List<string> Nights(IEnumerable<string> entries) =>
        [.. entries.Select(entry => Night(Entry(entry)) is [var kind] ? kind.ToString() : "-")];

    private List<string> Lines(string? reason)
    {
        using var writer = Begin("plan");
        Had(writer, reason);
        writer.End(RunState.Complete);
        return [.. NewsFinder.Find(writer.Read(), writer.Run).Lines.Select(line => line.Text)];
    }

    private static void Had(HistoryWriter writer, string? reason)
    {
        if (reason is null)
            writer.EnterKernel("line", Entries.Kernel());
        if (reason is null)
            writer.EndKernel("line");
        else
            writer.EnterGap("line", reason);
    }

    private List<NewsKind> Night(ScenarioEntry entry) => Night(RunState.Complete, "plan", entry);

    private List<NewsKind> Night(string release, string harness, ScenarioEntry entry)
    {
        using var writer = Begin("plan", harness);
        writer.EnterKernel("line", Entries.Kernel(release));
        writer.Enter("line", entry);
        writer.EndKernel("line");
        writer.End(RunState.Complete);
        return [.. NewsFinder.Find(writer.Read(), writer.Run).Scenarios.Select(item => item.Kind)];
    }

    private List<NewsKind> Night(RunState state, string plan, ScenarioEntry entry)
    {
        using var writer = Begin(plan);
        writer.EnterKernel("line", Entries.Kernel());
        writer.Enter("line", entry);
        writer.EndKernel("line");
        writer.End(state);
        return [.. NewsFinder.Find(writer.Read(), writer.Run).Scenarios.Select(item => item.Kind)];
    }
}
