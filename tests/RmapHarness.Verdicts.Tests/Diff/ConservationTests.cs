using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Tests.Diff;

public sealed class ConservationTests
{
    [Test]
    public void Entries_that_name_a_frame_add_up_to_its_count()
    {
        var shared = HandMade.Processes([1], [1]).MapRuns(run => run with { MapCount = 2 });

        Assert.That(HandMade.Compare(shared, shared, AccountingScheme.PageMapcount).Differences, Is.Empty);
    }

    [Test]
    public void A_count_that_is_too_low_shows_although_the_model_agrees_with_it()
    {
        var shared = HandMade.Processes([1, 2], [1, 2]);

        var differences = HandMade.Compare(shared, shared, AccountingScheme.PageMapcount).Differences;

        Assert.That(differences, Has.Count.EqualTo(2));
        Assert.That(differences[0], Is.EqualTo(new Difference(
            0, "parent", Observable.Conservation, "0x1000000000+0..1", "kpagecount", "2 (entries that name the frame)", "1", 2)));
    }

    [Test]
    public void Two_entries_of_one_process_count_twice()
    {
        var twice = HandMade.Frames([1, 1]).MapRuns(run => run with { MapCount = 2 });

        Assert.That(HandMade.Compare(twice, twice, AccountingScheme.PageMapcount).Differences, Is.Empty);
    }

    [Test]
    public void The_zero_page_is_not_counted()
    {
        var zero = HandMade.Frames([1, 1]).MapRuns(run => run with { MapCount = 0, Flags = KpageFlags.ZeroPage });

        Assert.That(HandMade.Compare(zero, zero, AccountingScheme.PageMapcount).Differences, Is.Empty);
    }

    [Test]
    public void An_average_need_not_add_up()
    {
        var shared = HandMade.Processes([1], [1]);

        Assert.That(HandMade.Compare(shared, shared, AccountingScheme.NoPageMapcount).Differences, Is.Empty);
    }
}
