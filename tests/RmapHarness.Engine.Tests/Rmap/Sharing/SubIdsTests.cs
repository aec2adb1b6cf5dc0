using System.Numerics;
using RmapHarness.Engine.Rmap.Sharing.RmapId;

namespace RmapHarness.Engine.Tests.Rmap.Sharing;

public class SubIdsTests
{
    private static readonly object[] Tables =
    [
        new object[] { 1L << 10, SeedTables.Four },
        new object[] { 1L << 12, SeedTables.Five },
        new object[] { 1L << 15, SeedTables.Six },
    ];

    [TestCaseSource(nameof(Tables))]
    public void The_rule_gives_the_seeds_table(long pages, ulong[] table) =>
        Assert.That(SubIds.Generate(pages, table.Length), Is.EqualTo(table));

    [TestCaseSource(nameof(Tables))]
    public void Each_table_is_as_long_as_64_bits_allow(long pages, ulong[] table)
    {
        Assert.That(1 << SubIds.Generations(pages), Is.EqualTo(table.Length));
        Assert.That(() => SubIds.Generate(pages, table.Length + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase(4, new ulong[] { 0, 1, 5, 6, 25, 26, 30, 31, 125 })]
    [TestCase(3, new ulong[] { 0, 1, 4, 5, 16, 17, 20, 21, 64, 65, 68, 69, 80, 81, 84, 85 })]
    [TestCase(1, new ulong[] { 0, 1, 2, 3, 4, 5, 6, 7 })]
    public void The_rule_gives_the_seeds_examples(long pages, ulong[] first) =>
        Assert.That(SubIds.Generate(pages, first.Length), Is.EqualTo(first));

    [Test]
    public void Index_n_is_n_in_binary_read_in_base_P_plus_1([Range(1, 40)] int pages)
    {
        var subIds = SubIds.Generate(pages, 1 << Math.Min(10, SubIds.Generations(pages)));
        for (var n = 0; n < subIds.Length; n++)
        {
            var expected = Convert.ToString(n, 2).Aggregate(UInt128.Zero, (sum, digit) => (sum * (UInt128)(pages + 1)) + (UInt128)(digit - '0'));
            Assert.That((UInt128)subIds[n], Is.EqualTo(expected));
        }
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(1024)]
    [TestCase(65536)]
    [TestCase((1L << 32) - 1)]
    [TestCase(1L << 32)]
    [TestCase(long.MaxValue)]
    public void P_times_the_largest_fits_and_the_next_generation_would_not(long pages)
    {
        var digit = new BigInteger(pages) + 1;
        var power = BigInteger.Pow(digit, SubIds.Generations(pages));
        Assert.That(power - 1, Is.LessThanOrEqualTo(new BigInteger(ulong.MaxValue)));
        Assert.That((power * digit) - 1, Is.GreaterThan(new BigInteger(ulong.MaxValue)));
    }

    [Test]
    public void No_pages_no_sub_IDs()
    {
        Assert.That(() => SubIds.Generate(0, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SubIds.Generate(4, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(SubIds.Generate(4, 0), Is.Empty);
    }
}
