using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Tests.Diff;

public sealed class RollupTests
{
    // The parent has two VMAs with pages, and one entry outside: the three can hide up to 2 kB.
    private static readonly Example Example = new();

    [TestCase(0, true)]
    [TestCase(2, true)]
    [TestCase(3, false)]
    [TestCase(-1, false)]
    public void A_share_may_exceed_the_sum_by_what_the_entries_cut_off(long by, bool agrees)
    {
        var differences = Differences(process => process.With(RollupField.Pss, by).With(RollupField.Pss_Anon, by));
        Assert.That(differences, agrees ? Is.Empty : Has.Count.EqualTo(1));
    }

    [TestCase(RollupField.Rss)]
    [TestCase(RollupField.Private_Dirty)]
    public void A_size_may_not(RollupField field)
    {
        var difference = Differences(process => process.With(field, 4)).Single();
        Assert.That((difference.Observable, difference.Field), Is.EqualTo((Observable.Rollup, field.ToString())));
        Assert.That(long.Parse(difference.Observed) - long.Parse(difference.Expected.Split(' ')[0]), Is.EqualTo(4));
    }

    [TestCase(-2, true)]
    [TestCase(-3, false)]
    [TestCase(1, false)]
    public void The_three_kinds_make_up_the_share(long by, bool agrees) =>
        Assert.That(Differences(process => process.With(RollupField.Pss_Anon, by)), agrees ? Is.Empty : Has.Count.EqualTo(1));

    [Test]
    public void Status_is_left_out_where_the_kernel_does_not_sum_it_up()
    {
        var old = new Example(profile: Example.V73 with { Version = new KernelVersion(6, 1, 176) });
        var observed = old.Observed.MapProcess(0, 0, process => process.With(StatusField.RssAnon, 4));

        var comparison = TraceDiff.Compare(old.Profile, old.Compiled.Program, old.Predicted, observed);

        Assert.That(comparison.Differences, Is.Empty);
        Assert.That(NotCompared.On(old.Profile).Select(entry => entry.Observable), Is.EqualTo(new[] { Observable.Status, Observable.Scan }));
        Assert.That(NotCompared.On(Example.V73), Is.Empty);
    }

    private static IReadOnlyList<Difference> Differences(Func<ProcSnapshot, ProcSnapshot> edit) =>
        TraceDiff.Compare(Example.Profile, Example.Compiled.Program, Example.Predicted, Example.Observed.MapProcess(0, 0, edit)).Differences;
}
