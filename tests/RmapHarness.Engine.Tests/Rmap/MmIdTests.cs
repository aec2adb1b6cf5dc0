using RmapHarness.Engine.Rmap.Sharing;

namespace RmapHarness.Engine.Tests.Rmap;

/// <summary>The rules of include/linux/rmap.h (6.15+), step by step; entries on a folio mapped by mms 1, 2, 3, 4.</summary>
public class MmIdTests
{
    private readonly MmIdOwners owners = new();
    private long mapcount;

    [SetUp]
    public void Fresh()
    {
        foreach (var slot in new[] { 0, 1 })
        {
            if (owners.Owner(slot) is var mm and >= 0)
                Remove(mm, owners.Entries(slot));
        }

        mapcount = 0;
    }

    private void Add(int mm, long entries) => owners.Added(mm, entries, mapcount += entries);

    private void Remove(int mm, long entries) => owners.Removed(mm, entries, mapcount -= entries);

    [Test]
    public void The_first_takes_slot_0_the_second_slot_1_and_shares()
    {
        Add(1, 16);
        Assert.That((owners.Owner(0), owners.Entries(0), owners.Shared), Is.EqualTo((1, 16L, false)));
        Add(2, 4);
        Assert.That((owners.Owner(1), owners.Entries(1), owners.Shared), Is.EqualTo((2, 4L, true)));
    }

    [Test]
    public void Alone_again_is_exclusive_again()
    {
        Add(1, 16);
        Add(2, 4);
        Remove(1, 16);
        Assert.That((owners.Owner(0), owners.Shared), Is.EqualTo((-1, false)));
    }

    [Test]
    public void A_third_is_not_tracked_and_its_leaving_clears()
    {
        Add(1, 16);
        Add(2, 16);
        Add(3, 16);
        Remove(3, 16);
        Assert.That(owners.Shared, Is.True);
        Remove(2, 16);
        Assert.That(owners.Shared, Is.False);
    }

    [Test]
    public void Shared_sticks_when_an_untracked_mm_is_left_alone()
    {
        Add(1, 16);
        Add(2, 16);
        Add(4, 3);
        Remove(1, 16);
        Add(4, 1);
        Assert.That((owners.Owner(0), owners.Entries(0)), Is.EqualTo((4, 1L)));
        Remove(2, 16);
        Assert.That((mapcount, owners.Shared), Is.EqualTo((4L, true)), "mm 4 is alone with 4 entries, of which the slot counted 1");
        Remove(4, 1);
        Assert.That(owners.Shared, Is.True);
        Remove(4, 3);
        Assert.That(owners.Shared, Is.False, "unmapped");
    }

    [Test]
    public void A_slot_does_not_go_below_zero()
    {
        Add(1, 16);
        Add(2, 16);
        Add(4, 3);
        Remove(1, 16);
        Add(4, 1);
        Assert.That(owners.BatchIsNeutral(4, 4), Is.False);
        Remove(4, 4);
        Assert.That((owners.Owner(0), owners.Entries(0), owners.Shared), Is.EqualTo((-1, 0L, false)), "mm 2 is alone");
    }
}
