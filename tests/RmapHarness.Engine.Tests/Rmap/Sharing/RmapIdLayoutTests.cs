using RmapHarness.Engine.Rmap.Sharing.RmapId;

namespace RmapHarness.Engine.Tests.Rmap.Sharing;

public class RmapIdLayoutTests
{
    [Test]
    public void Four_values_up_to_order_10_five_up_to_12_six_up_to_15([Range(1, 15)] int order)
    {
        var layout = RmapIdLayout.ForOrder(order);
        var (values, bits, table) = order <= 10 ? (4, 6, SeedTables.Four) : order <= 12 ? (5, 5, SeedTables.Five) : (6, 4, SeedTables.Six);
        Assert.That((layout.Values, layout.IdBits), Is.EqualTo((values, bits)));
        Assert.That(layout.SubIds.ToArray(), Is.EqualTo(table));
    }

    [TestCase(int.MinValue)]
    [TestCase(0)]
    [TestCase(16)]
    [TestCase(18)]
    [TestCase(int.MaxValue)]
    public void Other_orders_are_refused(int order) =>
        Assert.That(() => RmapIdLayout.ForOrder(order), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Each_value_takes_its_own_bits_of_the_ID([Values(10, 12, 15)] int order)
    {
        var layout = RmapIdLayout.ForOrder(order);
        for (var value = 0; value < layout.Values; value++)
        {
            for (var bit = 0; bit < 24; bit++)
            {
                var own = bit / layout.IdBits == value;
                var expected = own ? layout.SubIds[1 << (bit % layout.IdBits)] : 0;
                Assert.That(layout.SubId(1 << bit, value), Is.EqualTo(expected), $"bit {bit} of value {value}");
            }
        }
    }

    [Test]
    public void Each_ID_has_its_own_sub_IDs([Values(10, 12, 15)] int order, [Values(1, 63, 64, 65, 4095, 4096, 1 << 20, RmapIdAllocator.Max)] int id)
    {
        var layout = RmapIdLayout.ForOrder(order);
        long back = 0;
        for (var value = layout.Values - 1; value >= 0; value--)
            back = (back << layout.IdBits) | (long)layout.SubIds.IndexOf(layout.SubId(id, value));
        Assert.That(back, Is.EqualTo(id));
    }
}
