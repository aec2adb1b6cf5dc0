using RmapHarness.Engine.Rmap.Sharing.RmapId;

namespace RmapHarness.Engine.Tests.Rmap.Sharing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class RmapIdAllocatorTests
{
    private readonly RmapIdAllocator allocator = new();

    private void Take(int count)
    {
        for (var i = 0; i < count; i++)
            allocator.Allocate();
    }

    [Test]
    public void One_is_first_and_zero_is_never_handed_out() => Assert.That(allocator.Allocate(), Is.EqualTo(1));

    [TestCase(64)]
    [TestCase(4096)]
    [TestCase(262144)]
    public void The_lowest_free_ID_comes_first(int border)
    {
        Take(border + 10);
        allocator.Release(border + 3);
        allocator.Release(border);
        allocator.Release(border - 1);
        Assert.That(new[] { allocator.Allocate(), allocator.Allocate(), allocator.Allocate(), allocator.Allocate() },
            Is.EqualTo(new[] { border - 1, border, border + 3, border + 11 }));
        Assert.That(allocator.Count, Is.EqualTo(border + 11));
    }

    [Test]
    public void Sixteen_Mi_minus_1_then_it_is_an_error_until_one_is_released()
    {
        var own = new RmapIdAllocator();
        for (var expected = RmapIdAllocator.Min; expected <= RmapIdAllocator.Max; expected++)
        {
            if (own.Allocate() != expected)
                Assert.Fail($"not {expected}");
        }

        Assert.That(own.Count, Is.EqualTo((16 * 1024 * 1024) - 1));
        Assert.That(own.Allocate, Throws.InvalidOperationException);
        Assert.That(own.Allocate, Throws.InvalidOperationException, "the failure must not change anything");
        own.Release(8_000_000);
        Assert.That(own.Allocate(), Is.EqualTo(8_000_000));
        Assert.That(own.Allocate, Throws.InvalidOperationException);
    }

    [TestCase(0, 128 << 10)]
    [TestCase(1_000, 128 << 10)]
    [TestCase(RmapIdAllocator.Max, 2304 << 10)]
    public void All_IDs_cost_a_bitmap_and_few_cost_little(int taken, long most)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var own = new RmapIdAllocator();
        for (var i = 0; i < taken; i++)
            own.Allocate();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThanOrEqualTo(most));
    }

    [Test]
    public void Only_what_was_handed_out_comes_back()
    {
        Take(2);
        allocator.Release(2);
        Assert.That(() => allocator.Release(2), Throws.InvalidOperationException);
        Assert.That(() => allocator.Release(3), Throws.InvalidOperationException);
        Assert.That(() => allocator.Release(RmapIdAllocator.Max), Throws.InvalidOperationException);
        Assert.That(() => allocator.Release(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => allocator.Release(RmapIdAllocator.Max + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(allocator.Count, Is.EqualTo(1));
    }

    [Test]
    public void The_dummy_is_ignored_and_stays_reserved()
    {
        allocator.Release(RmapIdAllocator.Dummy);
        Assert.That(allocator.Allocate(), Is.EqualTo(1));
    }

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public void As_a_sorted_set_does(int[] choices)
    {
        var own = new RmapIdAllocator();
        var taken = new SortedSet<int>();
        foreach (var choice in choices)
        {
            if (choice % 3 != 0 || taken.Count == 0)
            {
                var lowest = Enumerable.Range(1, taken.Count + 1).First(id => !taken.Contains(id));
                Assert.That(own.Allocate(), Is.EqualTo(lowest));
                taken.Add(lowest);
            }
            else
            {
                var id = taken.ElementAt((int)((uint)choice % taken.Count));
                own.Release(id);
                taken.Remove(id);
            }
        }

        Assert.That(own.Count, Is.EqualTo(taken.Count));
    }

    [Test]
    public void No_two_threads_get_one_ID()
    {
        const int Threads = 4, Each = 20_000;
        var got = new int[Threads][];
        Parallel.For(0, Threads, thread => got[thread] = [.. Enumerable.Range(0, Each).Select(_ => allocator.Allocate())]);
        Assert.That(got.SelectMany(ids => ids).Order(), Is.EqualTo(Enumerable.Range(1, Threads * Each)));
    }
}
