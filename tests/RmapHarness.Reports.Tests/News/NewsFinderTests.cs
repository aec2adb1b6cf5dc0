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
    [TestCase("fail:Pss", "pass", NewsKind.Fixed)]
    [TestCase("crash:x", "pass", NewsKind.Fixed)]
    [TestCase("flaky", "pass", NewsKind.Fixed)]
    [TestCase("fail:Pss", "known", NewsKind.Fixed)]
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
        Assert.That(NewsFinder.Find(writer.Read(), writer.Run), Is.Empty);
    }

    [Test]
    public void A_flake_has_a_rate()
    {
        foreach (var night in new[] { "pass", "flaky", "pass" })
            Night(Entry(night));
        using var writer = Begin("plan");
        writer.EnterKernel("line", Entries.Kernel());
        writer.Enter("line", Entry("flaky"));
        var item = NewsFinder.Find(writer.Read(), writer.Run).Single();
        Assert.That((item.Flaky, item.Runs, item.IsBad), Is.EqualTo((2, 4, true)));
    }

    private static ScenarioEntry Entry(string text) => text.Split(':') switch
    {
        ["fail", var fields] => Entries.Fail("a", fields.Split(',')),
        ["crash", var title] => Entries.Crash("a", title),
        ["known"] => Entries.Known("a", "x"),
        [var verdict] => Entries.Of("a", verdict),
        _ => throw new ArgumentException(text),
    };

    private HistoryWriter Begin(string plan) => HistoryWriter.Begin(folder.At("history.db"), "0", plan, plan, "", DateTimeOffset.MinValue);

    private List<NewsKind> Night(ScenarioEntry entry) => Night(RunState.Complete, "plan", entry);

    private List<NewsKind> Night(RunState state, string plan, ScenarioEntry entry)
    {
        using var writer = Begin(plan);
        writer.EnterKernel("line", Entries.Kernel());
        writer.Enter("line", entry);
        writer.EndKernel("line");
        writer.End(state);
        return [.. NewsFinder.Find(writer.Read(), writer.Run).Select(item => item.Kind)];
    }
}
