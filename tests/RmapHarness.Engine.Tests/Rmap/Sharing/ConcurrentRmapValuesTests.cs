using RmapHarness.Engine.Rmap.Sharing.RmapId;

namespace RmapHarness.Engine.Tests.Rmap.Sharing;

public class ConcurrentRmapValuesTests
{
    private static readonly int[] Orders = [1, 9, 10, 11, 12, 13, 15];

    [Test]
    public void One_thread_gives_what_the_plain_values_give([ValueSource(nameof(Orders))] int order)
    {
        var random = new Random(order);
        var plain = new RmapValues(order);
        var concurrent = new ConcurrentRmapValues(order);
        var read = new ulong[plain.Values.Length];
        long mapcount = 0;
        for (var i = 0; i < 1000; i++)
        {
            var id = random.Next(RmapIdAllocator.Min, RmapIdAllocator.Max + 1);
            var entries = random.Next(-5, 6);
            plain.Add(id, entries);
            concurrent.Add(id, entries);
            mapcount += entries;
            Assert.That(concurrent.TryRead(out var count, read));
            Assert.That(count, Is.EqualTo(mapcount));
            Assert.That(read, Is.EqualTo(plain.Values.ToArray()));
            Assert.That(concurrent.Decide(id, CancellationToken.None), Is.EqualTo(plain.Decide(id, mapcount)));
        }
    }

    [Test]
    public void Set_gives_the_first_mappings([ValueSource(nameof(Orders))] int order)
    {
        var folio = new ConcurrentRmapValues(order);
        folio.Set(77, 1L << order);
        Assert.That(folio.Decide(77, CancellationToken.None), Is.EqualTo(RmapDecision.MappedExclusively));
        folio.Add(78, 1);
        Assert.That(folio.Decide(77, CancellationToken.None), Is.EqualTo(RmapDecision.MappedShared));
    }

    [Test]
    public void Free_needs_a_folio_that_nobody_maps([ValueSource(nameof(Orders))] int order)
    {
        var folio = new ConcurrentRmapValues(order);
        folio.Add(64, 1);
        Assert.That(folio.Free, Throws.InvalidOperationException);
        folio.Add(1, -1);
        Assert.That(folio.Free, Throws.InvalidOperationException, "mapcount 0, but another mm's sub-IDs were taken away");
        folio.Add(1, 1);
        folio.Add(64, -1);
        folio.Free();
        Assert.That(folio.Decide(1, CancellationToken.None), Is.EqualTo(RmapDecision.Unmapped));
    }

    [TestCase(0)]
    [TestCase(RmapIdAllocator.Max + 1)]
    public void What_is_no_rmap_ID_changes_nothing_and_keeps_no_reader_out(int id)
    {
        var folio = new ConcurrentRmapValues(9);
        Assert.That(() => folio.Add(id, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => folio.Set(id, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(folio.TryDecide(1, out var decision));
        Assert.That(decision, Is.EqualTo(RmapDecision.Unmapped));
    }
}
