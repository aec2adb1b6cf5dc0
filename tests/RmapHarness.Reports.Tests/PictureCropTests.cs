using System.Xml.Linq;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Reports.Picture;
using RmapHarness.Scenarios;
using RmapHarness.Verdicts;

namespace RmapHarness.Reports.Tests;

/// <summary>A picture of more pages than anybody can look at.</summary>
public sealed class PictureCropTests
{
    private const int Page = 1601;
    private const int Limit = 100_000;

    private const string Scenario = """
        name: many
        about: Many pages.
        steps:
          - parent mmap: { as: a, kind: anon, size: 4000 pages }
          - parent touch: { range: a, access: write, every: 2 pages }
          - parent fork: { child: one }
          - parent fork: { child: two }
          - parent fork: { child: three }
          - observe: all
        """;

    private static readonly CompiledScenario Compiled =
        ScenarioCompiler.Compile(ScenarioLoader.LoadText(Scenario, "many.yaml").Scenarios.Single(), Geometry.Base4K).Compiled!;

    private static readonly string Picture = MismatchPicture.Draw(Decide())!;

    [Test]
    public void It_is_cut_down_to_a_size_that_a_page_can_hold() => Assert.That(Picture, Has.Length.LessThanOrEqualTo(Limit));

    [Test]
    public void What_differs_is_in_it_above_what_was_observed()
    {
        var titles = Titles();
        Assert.That(titles, Has.Some.StartsWith($"page {Page - 1}: folio ").And.Some.Contains("kpagecount 4, not exclusive"));
        Assert.That(titles.Where(title => title.StartsWith($"page {Page - 1}: ", StringComparison.Ordinal)), Has.One.Contains("kpagecount 7"));
    }

    [Test]
    public void What_is_left_out_is_said()
    {
        var titles = Titles().Where(title => title.EndsWith(": left out", StringComparison.Ordinal)).Distinct().ToList();
        Assert.That(titles, Has.Count.EqualTo(2));
        Assert.That(titles[0], Does.Match("^pages 0 to 1[0-9]{3}: left out$"));
        Assert.That(titles[1], Does.Match("^pages 1[0-9]{3} to 3999: left out$"));
        Assert.That(XElement.Parse(Picture).Element(XName.Get("title", "http://www.w3.org/2000/svg"))!.Value, Does.EndWith("; 3 more processes left out"));
    }

    [Test]
    public void Where_all_fits_nothing_is_left_out() => Assert.That(MismatchPicture.Draw(Results.Fail), Does.Not.Contain("left out"));

    private static List<string> Titles() =>
        [.. XElement.Parse(Picture).Descendants().Where(element => element.Name.LocalName == "title").Select(element => element.Value)];

    private static ScenarioResult Decide()
    {
        var profile = Example.V73;
        var predicted = Simulation.Run(profile, Compiled.Program);
        var observation = predicted.Observations[^1];
        var observed = predicted with { Observations = [.. predicted.Observations.SkipLast(1), observation with { Processes = [.. observation.Processes.Select((process, index) => index == 2 ? Wrong(process) : process)] }] };
        return new Judge(profile, []).Decide(Compiled, predicted, Example.Completed(observed));
    }

    // One page of many counts as mapped more often than it is.
    private static ProcSnapshot Wrong(ProcSnapshot process)
    {
        var at = process.Vmas[0].Start / 4096 + Page - 1;
        return process with
        {
            Pages = [.. process.Pages.Select(run => run.FirstPage <= at && at < run.EndPage && run.EndPage - run.FirstPage == 1 ? run with { MapCount = 7 } : run)],
        };
    }
}
