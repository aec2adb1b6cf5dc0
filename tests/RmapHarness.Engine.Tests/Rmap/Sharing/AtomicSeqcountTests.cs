using RmapHarness.Engine.Rmap.Sharing.RmapId;

namespace RmapHarness.Engine.Tests.Rmap.Sharing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class AtomicSeqcountTests
{
    private AtomicSeqcount seqcount;

    [Test]
    public void Without_writers_a_read_holds()
    {
        Assert.That(seqcount.TryBeginRead(out var sequence));
        Assert.That(seqcount.IsUnchanged(sequence));
    }

    [Test]
    public void No_read_begins_while_any_writer_is_inside()
    {
        seqcount.BeginWrite();
        Assert.That(seqcount.TryBeginRead(out _), Is.False);
        seqcount.BeginWrite();
        Assert.That(seqcount.TryBeginRead(out _), Is.False, "two writers");
        seqcount.EndWrite();
        Assert.That(seqcount.TryBeginRead(out _), Is.False, "the first left, the second did not");
        seqcount.EndWrite();
        Assert.That(seqcount.TryBeginRead(out _));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(1000)]
    public void A_read_does_not_hold_when_writers_came_and_left(int writers)
    {
        seqcount.TryBeginRead(out var sequence);
        for (var i = 0; i < writers; i++)
            seqcount.BeginWrite();
        Assert.That(seqcount.IsUnchanged(sequence), Is.False, "inside");
        for (var i = 0; i < writers; i++)
            seqcount.EndWrite();
        Assert.That(seqcount.IsUnchanged(sequence), Is.False, "left");
    }

    [Test]
    public void Reset_forgets_all_writers()
    {
        seqcount.TryBeginRead(out var fresh);
        seqcount.BeginWrite();
        seqcount.Reset();
        Assert.That(seqcount.IsUnchanged(fresh));
    }
}
