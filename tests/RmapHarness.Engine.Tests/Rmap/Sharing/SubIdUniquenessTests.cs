using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using RmapHarness.Engine.Rmap.Sharing.RmapId;

namespace RmapHarness.Engine.Tests.Rmap.Sharing;

/// <summary>2023 patch, section 5: for k up to P, "k * sub-ID" is the sum of no other k sub-IDs.</summary>
public class SubIdUniquenessTests
{
    /// <summary>Exhaustive: every multiset of the first 64 sub-IDs (P up to 5), or of the first 32.</summary>
    [TestCase(1, 64)]
    [TestCase(2, 64)]
    [TestCase(3, 64)]
    [TestCase(4, 64)]
    [TestCase(5, 64)]
    [TestCase(6, 32)]
    [TestCase(7, 32)]
    [TestCase(8, 32)]
    public void No_multiset_of_up_to_P_sub_IDs_collides(int pages, int count)
    {
        var found = Multisets.FirstCollision(SubIds.Generate(pages, count), pages, out var looked);
        Assert.That(found, Is.Null);
        var expected = Enumerable.Range(1, pages).Aggregate(BigInteger.Zero, (sum, k) => sum + Choose(count + k - 1, k));
        Assert.That(new BigInteger(looked), Is.EqualTo(expected), "not every multiset was looked at");
    }

    /// <summary>The check finds what the property excludes: one mapping more than pages.</summary>
    [Test]
    public void One_more_than_P_collides([Range(1, 8)] int pages)
    {
        var subIds = SubIds.Generate(pages, 8);
        var found = Multisets.FirstCollision(subIds, pages + 1, out _) ?? [];
        Assert.That(found, Has.Length.EqualTo(pages + 1));
        var sum = found.Aggregate(0UL, (total, i) => total + subIds[i]);
        Assert.That(found.Distinct().Count(), Is.GreaterThan(1));
        Assert.That(subIds, Has.Member(sum / (ulong)found.Length));
    }

    [TestCase(new ulong[] { 0, 1, 2 })]
    [TestCase(new ulong[] { 1, 5, 9 })]
    [TestCase(new ulong[] { 0, 1, 5, 6, 7 })]
    public void The_check_finds_a_collision_in_wrong_numbers(ulong[] numbers) =>
        Assert.That(Multisets.FirstCollision(numbers, 4, out _), Is.Not.Null);

    /// <summary>Large folios: up to P random entries of a few sub-IDs that lie near each other, against every multiple.</summary>
    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public Property No_sum_of_entries_of_several_is_a_multiple_of_one()
    {
        var order = Gen.Elements(1, 2, 3, 4, 9, 10, 11, 12, 13, 14, 15);
        var shares = Gen.Choose(0, int.MaxValue).ArrayOf();
        return Prop.ForAll(Gen.Zip(order, shares.Where(s => s.Length > 1)).ToArbitrary(), drawn =>
        {
            var (log, choices) = drawn;
            var pages = 1L << log;
            var subIds = RmapIdLayout.ForOrder(log).SubIds.ToArray();
            var entries = Deal(pages, subIds.Length, choices);
            var k = entries.Values.Sum();
            var sum = entries.Aggregate(0UL, (total, e) => total + (subIds[e.Key] * (ulong)e.Value));
            var multiples = subIds.Where(subId => unchecked(subId * (ulong)k) == sum).ToList();
            var expected = entries.Count == 1 ? new[] { subIds[entries.Keys.Single()] } : [];
            return multiples.SequenceEqual(expected)
                .Classify(entries.Count > 1, "several").Classify(k == pages, "as many entries as pages");
        });
    }

    // Each choice moves entries from one sub-ID to one that differs in one bit, so that the sums stay close to a multiple.
    private static Dictionary<int, long> Deal(long pages, int subIds, int[] choices)
    {
        var at = choices[0] % subIds;
        var total = choices[1] % 2 == 0 ? pages : 1 + (choices[1] % pages);
        var entries = new Dictionary<int, long> { [at] = total };
        foreach (var choice in choices.Skip(2))
        {
            var to = at ^ (1 << (choice % BitOperations.Log2((uint)subIds)));
            var moved = Math.Min(entries[at], choice % 4 == 0 ? entries[at] : 1 + (choice % 7));
            entries[to] = entries.GetValueOrDefault(to) + moved;
            if ((entries[at] -= moved) == 0)
                entries.Remove(at);
            at = entries.ContainsKey(at) && choice % 3 == 0 ? at : to;
        }

        return entries;
    }

    private static BigInteger Choose(int n, int k) =>
        Enumerable.Range(1, k).Aggregate(BigInteger.One, (product, i) => product * (n - k + i) / i);
}
