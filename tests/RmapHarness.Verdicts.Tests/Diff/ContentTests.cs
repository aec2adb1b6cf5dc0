using RmapHarness.Engine.Proc;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Tests.Diff;

public sealed class ContentTests
{
    private const ulong First = 0x1000000;

    private static readonly ContentRun Written = new(First, 512, 0x0030_0003_0100_0000, 1);

    [Test]
    public void A_whole_run_that_differs_is_one_mismatch_in_words()
    {
        var lost = Compare([Written], [new ContentRun(First, 512, 0, 0)]).Differences.Single();

        Assert.That((lost.Expected, lost.Observed, lost.Pages), Is.EqualTo(("what step 2 wrote (history 3)", "zero", 512)));
        Assert.That((lost.Observable, lost.Field, lost.Process), Is.EqualTo((Observable.Content, "final", "parent")));
    }

    [Test]
    public void Contents_of_another_page_are_told_by_their_distance()
    {
        var shifted = Compare([Written], [Written with { Word = Written.Word + 3 }]).Differences.Single();

        Assert.That(shifted.Observed, Is.EqualTo("what step 2 wrote +3 pages on (history 3)"));
    }

    [Test]
    public void What_nobody_wrote_is_shown_as_it_is()
    {
        var strange = Compare([Written with { Pages = 1 }], [new ContentRun(First, 1, 0xbad, 1)]).Differences.Single();

        Assert.That(strange.Observed, Is.EqualTo("0xbad, which no step wrote"));
    }

    [Test]
    public void A_page_that_lost_what_it_was_copied_from_is_told_by_its_history()
    {
        var lost = Compare([Written], [Written with { Word = Written.Word ^ (1UL << 60) }]).Differences.Single();

        Assert.That(lost.Observed, Is.EqualTo("what step 2 wrote (history 103)"));
    }

    [Test]
    public void Pages_that_one_side_did_not_read_are_mismatches()
    {
        var comparison = Compare([Written], [Written with { Pages = 500 }]);

        Assert.That(comparison.Differences.Select(d => (d.Observed, d.Pages)), Is.EqualTo(new[] { ("not read", 12L) }));
        Assert.That(Compare([], [new ContentRun(First, 1, 0, 0, 11)]).Differences.Single().Observed, Is.EqualTo("SIGSEGV (-11)"));
    }

    [Test]
    public void Runs_may_be_cut_anywhere()
    {
        ContentRun[] cut = [Written with { Pages = 7 }, new(First + 7, 505, Written.Word + 7, 1)];

        var comparison = Compare([Written], cut);

        Assert.That(comparison.Differences, Is.Empty);
        Assert.That(comparison.Compared, Is.EqualTo(512 + 2), "pages, the process, and that contents were read");
    }

    [Test]
    public void A_repeated_word_is_not_an_ascending_one() =>
        Assert.That(Compare([Written], [Written with { WordStride = 0 }]).Differences.Sum(d => d.Pages), Is.EqualTo(511));

    [Test]
    public void Runs_that_overlap_prove_nothing() =>
        Assert.That(() => Compare([Written], [Written, Written]), Throws.InstanceOf<InvalidDataException>());

    private static Comparison Compare(ContentRun[] expected, ContentRun[] observed) => HandMade.Compare(Of(expected), Of(observed));

    private static Trace Of(ContentRun[] runs) => new([], []) { Contents = [new ProcContents(0, runs)] };
}
