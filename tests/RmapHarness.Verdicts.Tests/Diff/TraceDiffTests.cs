using FsCheck;
using FsCheck.Fluent;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Tests.Diff;

public sealed class TraceDiffTests
{
    private static readonly Example Example = new();

    [Test]
    public void A_trace_agrees_with_itself()
    {
        var comparison = Compare(Example.Predicted);

        Assert.That(comparison.Differences, Is.Empty);
        Assert.That(comparison.Compared, Is.GreaterThan(50_000));
    }

    [Test]
    public void Cutting_runs_changes_neither_count_nor_outcome()
    {
        var whole = Compare(Example.Predicted).Compared;
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var cut = Example.Predicted with
            {
                Observations = [.. Example.Predicted.Observations.Select(o => o with { Processes = [.. o.Processes.Select(p => Cut(p, random))] })],
            };
            var comparison = Compare(cut);
            return comparison.Compared == whole && comparison.Differences.Count == 0;
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void A_mismatch_is_collapsed_over_its_pages()
    {
        var first = Example.Predicted.Observations[0].Processes[0].Pages[0].FirstPage;
        var wrong = Example.Predicted;
        foreach (var offset in new ulong[] { 3, 4, 5, 9 })
            wrong = wrong.MapPage(0, 0, first + offset, run => run with { Pagemap = run.Pagemap & ~PagemapBits.MmapExclusive });

        var difference = Compare(wrong).Differences.Single();

        Assert.That(
            difference with { Context = null },
            Is.EqualTo(new Difference(6, "parent", Observable.Pagemap, "0x1000000000+3..5,9", "exclusive", "1", "0", 4)));
        Assert.That(difference.Context?.Level, Is.EqualTo(MappingLevel.Pmd));
    }

    [Test]
    public void A_field_of_smaps_that_one_side_lacks_is_a_mismatch()
    {
        var expected = Example.Predicted.Observations[0].Processes[0].Vmas[0];
        var without = new SmapsCounters();
        foreach (var field in Enum.GetValues<SmapsField>().Where(field => field != SmapsField.Pss && expected.Counters.Has(field)))
            without[field] = expected.Counters[field];

        var difference = Compare(Example.Predicted.MapVma(0, 0, 0, vma => vma with { Counters = without })).Differences.Single();

        Assert.That((difference.Field, difference.Expected, difference.Observed), Is.EqualTo(("Pss", "2048", "absent")));
    }

    [Test]
    public void Runs_that_overlap_prove_nothing()
    {
        var overlapping = Example.Predicted.MapProcess(0, 0, p => p with { Pages = [p.Pages[0], .. p.Pages] });

        Assert.That(() => Compare(overlapping), Throws.InstanceOf<InvalidDataException>());
    }

    private static Comparison Compare(Trace observed) =>
        TraceDiff.Compare(Example.Profile, Example.Compiled.Program, Example.Predicted, observed);

    private static ProcSnapshot Cut(ProcSnapshot process, Random random)
    {
        var pages = new List<PageRun>();
        foreach (var run in process.Pages)
        {
            var at = run.FirstPage;
            while (at < run.EndPage)
            {
                var end = Math.Min(run.EndPage, at + (ulong)random.Next(1, 200));
                pages.Add(run.Slice(at, end));
                at = end;
            }
        }

        return process with { Pages = pages };
    }
}
