using RmapHarness.Engine.Rmap.Sharing.RmapId;

namespace RmapHarness.Engine.Tests.Rmap.Sharing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class MmRmapIdsTests
{
    private readonly MmRmapIds ids = new();

    [Test]
    public void A_new_mm_gets_the_lowest_free_ID()
    {
        ids.Assign(10);
        ids.Assign(20);
        ids.Release(10);
        ids.Assign(30);
        Assert.That((ids[20], ids[30]), Is.EqualTo((2, 1)));
    }

    [Test]
    public void An_mm_that_does_not_live_has_none()
    {
        ids.Assign(1);
        ids.Release(1);
        Assert.That(() => ids[1], Throws.InstanceOf<KeyNotFoundException>());
        Assert.That(() => ids.Release(1), Throws.InstanceOf<KeyNotFoundException>());
    }

    [Test]
    public void An_mm_has_one_ID()
    {
        ids.Assign(1);
        Assert.That(() => ids.Assign(1), Throws.ArgumentException);
        ids.Assign(2);
        Assert.That(ids[2], Is.EqualTo(2));
    }
}
