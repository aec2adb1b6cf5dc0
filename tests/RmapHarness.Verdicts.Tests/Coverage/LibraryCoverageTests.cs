using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Steps;
using RmapHarness.Testing;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Tests.Coverage;

/// <summary>What the library covers, and that nothing is left uncovered without a reason.</summary>
public sealed class LibraryCoverageTests
{
    private static readonly Lazy<LibraryCoverage> Library = new(() => new LibraryCoverage(Example.V73, Scenarios()));

    [Test]
    public void Every_cell_that_is_empty_has_a_reason()
    {
        var missing = from cell in Cells() where Library.Value.Find(cell.Step, cell.At) is null && !CoverageGaps.All.Any(gap => gap.Explains(cell.Step, cell.At)) select Describe(cell);

        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void Every_reason_is_that_of_an_empty_cell()
    {
        var empty = Cells().Where(cell => Library.Value.Find(cell.Step, cell.At) is null).ToList();
        var stale = CoverageGaps.All.Where(gap => !empty.Exists(cell => gap.Explains(cell.Step, cell.At))).Select(gap => gap.Reason);

        Assert.That(stale, Is.Empty);
    }

    [Test]
    public void The_page_is_what_the_library_does() => GeneratedPage.AssertIs("coverage.md", CoveragePage.Text(Library.Value));

    [Test]
    public void Every_observable_that_the_model_predicts_has_a_mark_of_its_own()
    {
        Observable[] needNoModel = [Observable.Conservation, Observable.Rollup, Observable.Claim];

        var marked = ObservableCatalogue.All.Where(one => one.Mark is not null).ToList();

        Assert.That(marked.Select(one => one.Mark), Is.Unique);
        Assert.That(marked.Select(one => one.Observable), Is.EquivalentTo(Enum.GetValues<Observable>().Except(needNoModel)));
    }

    [Test]
    public void A_lost_DONTNEED_of_half_a_THP_is_seen_where_its_pages_are()
    {
        var example = new Example();

        var seen = LostStep.SeenIn(example.Profile, example.Compiled.Program, example.Predicted, 8);

        Assert.That(seen, Is.SupersetOf(new[] { Observable.Smaps, Observable.Pagemap, Observable.Kpagecount, Observable.Status }));
    }

    [Test]
    public void A_step_that_changes_nothing_is_seen_nowhere_when_it_is_lost()
    {
        var example = new Example(Example.Text.Replace("child touch:    { range: \"b[0]\", access: write }", "parent touch: { range: \"a[0]\", access: read }", StringComparison.Ordinal));
        var read = example.Compiled.Program.Operations.Count - 2;

        Assert.That(LostStep.SeenIn(example.Profile, example.Compiled.Program, example.Predicted, read), Is.Empty);
    }

    [Test]
    public void A_step_meets_what_is_at_its_addresses()
    {
        var example = new Example();
        var coverage = new LibraryCoverage(Example.V73, [example.Scenario]);

        Assert.That(coverage.Find("madvise dontneed", new FolioSituation(FolioSituation.ThpPmd, true, true)), Is.Not.Null);
        Assert.That(coverage.Find("madvise dontneed", new FolioSituation(FolioSituation.ThpPmd, true, false)), Is.Null);
        Assert.That(coverage.Find("madvise dontneed", new FolioSituation(FolioSituation.ThpPmd, false, true)), Is.Null);
        Assert.That(coverage.Find("fork", new FolioSituation(FolioSituation.Zero, false, false)), Is.Not.Null);
    }

    private static IEnumerable<(string Step, FolioSituation At)> Cells() =>
        from step in StepVariant.All
        from shared in new[] { false, true }
        from cut in new[] { false, true }
        from kind in cut ? FolioSituation.Large(shared) : shared ? FolioSituation.Shared : FolioSituation.Alone
        select (step, new FolioSituation(kind, shared, cut));

    private static string Describe((string Step, FolioSituation At) cell) =>
        $"{cell.Step} on {cell.At.Kind}{(cell.At.IsShared ? ", shared" : "")}{(cell.At.IsCut ? ", cut" : "")}";

    private static IEnumerable<Scenario> Scenarios() =>
        Directory.EnumerateFiles(GeneratedPage.PathOf("scenarios"), "*.yaml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(file => ScenarioLoader.Load(file).Scenarios);
}
