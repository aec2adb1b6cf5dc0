using RmapHarness.Engine.Rmap.Sharing.RmapId;

namespace RmapHarness.Engine.Tests.Rmap.Sharing;

/// <summary>Many threads on one folio (2023 patch, section 4). Bounded counts; the answers are checked, not the time.</summary>
public class ConcurrentRmapValuesStressTests
{
    private const int Mappers = 4;
    private const int Readers = 3;
    private const int Rounds = 20_000;

    /// <summary>
    /// Mm A maps the folio once all the time, and each mapper always has at least one of its two mms map it: A is never exclusive.
    /// The sub-IDs of the two add up to that of A, so that a mapcount from before a mapping with values from after it looks exclusive.
    /// </summary>
    [Test]
    public void A_folio_that_is_always_shared_is_never_exclusive([Values(2, 10, 11, 13)] int order, [Values(1, 4)] int mappers)
    {
        var (a, b, c) = (Repeated(3, order), Repeated(1, order), Repeated(2, order));
        var folio = new ConcurrentRmapValues(order);
        folio.Set(a, 1);
        folio.Add(b, mappers);
        using var crew = new Crew();
        var mapping = mappers;
        for (var mapper = 0; mapper < mappers; mapper++)
        {
            crew.Add(() =>
            {
                for (var i = 0; i < Rounds; i++)
                {
                    folio.Add(c, 1);
                    folio.Add(b, -1);
                    folio.Add(b, 1);
                    folio.Add(c, -1);
                }

                Interlocked.Decrement(ref mapping);
            });
        }

        for (var reader = 0; reader < Readers; reader++)
        {
            crew.Add(() =>
            {
                do
                {
                    crew.Stop.ThrowIfCancellationRequested();
                    if (folio.TryDecide(a, out var decision) && decision != RmapDecision.MappedShared)
                        throw new AssertionException($"{decision}: this was never true");
                }
                while (Volatile.Read(ref mapping) > 0);
            });
        }

        crew.Run();
        folio.Add(b, -mappers);
        Assert.That(folio.Decide(a, CancellationToken.None), Is.EqualTo(RmapDecision.MappedExclusively));
        folio.Add(a, -1);
        folio.Free();
    }

    /// <summary>That a torn read of that history would have shown.</summary>
    [Test]
    public void A_mapcount_from_before_with_values_from_after_looks_exclusive([Values(2, 10, 11, 13)] int order)
    {
        var values = new RmapValues(order);
        foreach (var digit in new[] { 1, 2, 3 })
            values.Add(Repeated(digit, order), 1);
        Assert.That(values.Decide(Repeated(3, order), 2), Is.EqualTo(RmapDecision.MappedExclusively));
        Assert.That(values.Decide(Repeated(3, order), 3), Is.EqualTo(RmapDecision.MappedShared));
    }

    /// <summary>
    /// Mapper i has its own sub-ID in value i and none in the others, so that value i counts its entries; what it had before and
    /// after a read bounds what the read may say.
    /// </summary>
    [Test]
    public void What_is_read_was_true_at_one_instant()
    {
        const int Order = 10;
        const int Most = 64;
        var folio = new ConcurrentRmapValues(Order);
        var log = new MapperLog(Mappers);
        using var crew = new Crew();
        var mapping = Mappers;
        for (var mapper = 0; mapper < Mappers; mapper++)
        {
            var own = mapper;
            crew.Add(() =>
            {
                var random = new Random(own);
                var entries = 0;
                for (var i = 0; i < Rounds || entries > 0; i++)
                {
                    var change = entries == 0 ? random.Next(1, Most) : -random.Next(1, entries + 1);
                    log.Begin(own, entries += change);
                    folio.Add(1 << (6 * own), change);
                    log.End(own);
                }

                Interlocked.Decrement(ref mapping);
            });
        }

        for (var reader = 0; reader < Readers; reader++)
        {
            crew.Add(() =>
            {
                var values = new ulong[4];
                var before = new MapperLog.Mark[Mappers];
                while (Volatile.Read(ref mapping) > 0)
                {
                    crew.Stop.ThrowIfCancellationRequested();
                    log.Look(before);
                    if (folio.TryRead(out var mapcount, values))
                        log.Check(before, mapcount, values);
                }
            });
        }

        crew.Run();
        folio.Free();
    }

    /// <summary>Mappers with random batches, then silence: the folio says what a single thread would have come to.</summary>
    [Test]
    public void At_rest_nothing_is_lost([Values(9, 11, 13)] int order)
    {
        var folio = new ConcurrentRmapValues(order);
        var left = new long[Mappers];
        using var crew = new Crew();
        for (var mapper = 0; mapper < Mappers; mapper++)
        {
            var own = mapper;
            crew.Add(() =>
            {
                var random = new Random(own);
                for (var i = 0; i < Rounds; i++)
                {
                    var change = random.Next(-100, 101);
                    folio.Add(Id(own), change);
                    left[own] += change;
                }
            });
        }

        crew.Run();
        var expected = new RmapValues(order);
        for (var mapper = 0; mapper < Mappers; mapper++)
            expected.Add(Id(mapper), left[mapper]);
        var values = new ulong[expected.Values.Length];
        Assert.That(folio.TryRead(out var mapcount, values));
        Assert.That(mapcount, Is.EqualTo(left.Sum()));
        Assert.That(values, Is.EqualTo(expected.Values.ToArray()));
    }

    private static int Id(int mapper) => 1 + (mapper * 1_234_567);

    // The ID whose every part is one number.
    private static int Repeated(int part, int order)
    {
        var layout = RmapIdLayout.ForOrder(order);
        var id = 0L;
        for (var value = 0; value < layout.Values; value++)
            id |= (long)part << (value * layout.IdBits);
        return (int)(id & RmapIdAllocator.Max);
    }
}
