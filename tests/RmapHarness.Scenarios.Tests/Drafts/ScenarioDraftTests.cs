using NUnit.Framework;
using RmapHarness.Engine.Memory;
using RmapHarness.Scenarios.Drafts;

namespace RmapHarness.Scenarios.Tests.Drafts;

public sealed class ScenarioDraftTests
{
    public static IEnumerable<string> Library =>
        Directory.EnumerateFiles(Repository.PathOf("scenarios"), "*.yaml", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.PathOf("scenarios"), path));

    [TestCaseSource(nameof(Library))]
    public void The_draft_of_a_scenario_is_the_same_scenario(string path)
    {
        foreach (var scenario in ScenarioLoader.Load(Repository.PathOf("scenarios", path)).Scenarios)
        {
            var draft = ScenarioDraft.Of(scenario);
            var again = draft.Load("draft.yaml");
            Assert.That(again.Errors, Is.Empty, draft.ToString());
            var geometry = scenario.Needs.PageSize is { } size ? Geometry.ForPageSize(size) : Geometry.Base4K;
            Assert.That(Operations(again.Scenarios[0], geometry), Is.EqualTo(Operations(scenario, geometry)));
            Assert.That(again.Scenarios[0].Needs.ToString(), Is.EqualTo(scenario.Needs.ToString()));
            Assert.That(ScenarioDraft.Of(again.Scenarios[0]).ToString(), Is.EqualTo(draft.ToString()));
        }
    }

    [Test]
    public void Values_that_mean_something_to_YAML_are_quoted()
    {
        var draft = new ScenarioDraft(
            "a", "What: \"is\" a \\ #1?", null, [new("p", "mmap", [new("as", "a"), new("kind", "anon"), new("size", "1 pmd - 1 page")]), StepDraft.Observe]);
        var loaded = draft.Load("a.yaml");
        Assert.That(loaded.Errors, Is.Empty);
        Assert.That(loaded.Scenarios[0].About, Is.EqualTo("What: \"is\" a \\ #1?"));
        Assert.That(draft.ToString(), Does.Contain("  - p mmap: { as: a, kind: anon, size: 1 pmd - 1 page }\n  - observe: all\n"));
    }

    [Test]
    public void Arguments_change_and_go()
    {
        var step = new StepDraft("p", "touch", [new("range", "a[0..1/2]"), new("access", "write"), new("every", "2 pages")]);
        Assert.That(step.With("range", "a").ToString(), Is.EqualTo("p touch: { range: a, access: write, every: 2 pages }"));
        Assert.That(step.With("every", null).ToString(), Is.EqualTo("p touch: { range: \"a[0..1/2]\", access: write }"));
        Assert.That((step.Find("every"), step.Find("other")), Is.EqualTo(("2 pages", (string?)null)));
    }

    private static IEnumerable<string> Operations(Scenario scenario, Geometry geometry) =>
        ScenarioCompiler.Compile(scenario, geometry).Compiled!.Program.Operations.Select(operation => operation.ToString());
}
