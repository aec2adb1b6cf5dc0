using RmapHarness.Engine.Rmap.Sharing.RmapId;

namespace RmapHarness.Engine.Tests.Rmap.Sharing;

public class RmapValuesTests
{
    private static readonly int[] Orders = [1, 2, 9, 10, 11, 12, 13, 15];
    private static readonly int[] Ids = [1, 2, 63, 64, 4097, 12_345_678, RmapIdAllocator.Max];

    [Test]
    public void A_new_folio_is_clear_and_unmapped_for_everyone([ValueSource(nameof(Orders))] int order)
    {
        var values = new RmapValues(order);
        Assert.That(values.IsClear);
        Assert.That(values.Decide(5, 0), Is.EqualTo(RmapDecision.Unmapped));
        values.Free();
    }

    [Test]
    public void Mapped_once_the_values_are_the_sub_IDs([ValueSource(nameof(Orders))] int order, [ValueSource(nameof(Ids))] int id)
    {
        var values = new RmapValues(order);
        values.Add(id, 1);
        var layout = RmapIdLayout.ForOrder(order);
        Assert.That(values.Values.ToArray(), Is.EqualTo(Enumerable.Range(0, layout.Values).Select(i => layout.SubId(id, i))));
    }

    [Test]
    public void Set_is_add_to_a_clear_folio([ValueSource(nameof(Orders))] int order, [ValueSource(nameof(Ids))] int id)
    {
        var set = new RmapValues(order);
        set.Add(7, 3);
        set.Set(id, 1L << order);
        var added = new RmapValues(order);
        for (var i = 0; i < 1 << order; i++)
            added.Add(id, 1);
        Assert.That(set.Values.ToArray(), Is.EqualTo(added.Values.ToArray()));
    }

    [Test]
    public void One_mm_with_all_pages_is_exclusive_and_another_with_one_more_shares(
        [ValueSource(nameof(Orders))] int order, [ValueSource(nameof(Ids))] int id)
    {
        var pages = 1L << order;
        var values = new RmapValues(order);
        values.Set(id, pages);
        Assert.That(values.Decide(id, pages), Is.EqualTo(RmapDecision.MappedExclusively));
        foreach (var other in Ids.Where(other => other != id))
        {
            Assert.That(values.Decide(other, pages), Is.EqualTo(RmapDecision.MappedShared));
            values.Add(id, -1);
            values.Add(other, 1);
            Assert.That(values.Decide(id, pages), Is.EqualTo(RmapDecision.MappedShared));
            Assert.That(values.Decide(other, pages), Is.EqualTo(RmapDecision.MappedShared));
            values.Add(other, -1);
            values.Add(id, 1);
        }
    }

    /// <summary>2023 patch, mm/rmap_id.c: a PMD-mapped folio that is being PTE-mapped.</summary>
    [Test]
    public void PMD_and_all_PTEs_of_one_mm_count_as_shared_until_the_PMD_is_gone()
    {
        const long Pages = 512;
        var values = new RmapValues(9);
        values.Add(3, 1);
        Assert.That(values.Decide(3, 1), Is.EqualTo(RmapDecision.MappedExclusively));
        values.Add(3, Pages);
        Assert.That(values.Decide(3, Pages + 1), Is.EqualTo(RmapDecision.MappedShared));
        values.Add(3, -1);
        Assert.That(values.Decide(3, Pages), Is.EqualTo(RmapDecision.MappedExclusively));
    }

    /// <summary>Why more mappings than pages are not looked at: 1025 entries of one mm, and 1 + 1024 of two others, are the same sums.</summary>
    [Test]
    public void Beyond_P_the_values_can_lie()
    {
        var one = new RmapValues(10);
        one.Add(1, 1025);
        var two = new RmapValues(10);
        two.Add(2, 1);
        two.Add(64, 1024);
        Assert.That(one.Values[0], Is.EqualTo(two.Values[0]));
        Assert.That(two.Decide(1, 1025), Is.EqualTo(RmapDecision.MappedShared));
    }

    [Test]
    public void Values_that_wrapped_are_right_again_after_the_unmapping([ValueSource(nameof(Orders))] int order)
    {
        var values = new RmapValues(order);
        var sum = System.Numerics.BigInteger.Zero;
        values.Add(9, 1);
        for (var i = 0; i < 300; i++)
        {
            values.Add(RmapIdAllocator.Max, 1L << 48);
            sum += (System.Numerics.BigInteger)RmapIdLayout.ForOrder(order).SubIds[^1] << 48;
        }

        Assert.That(sum, Is.GreaterThan(new System.Numerics.BigInteger(ulong.MaxValue)), "nothing wrapped");
        Assert.That(values.Decide(9, 1 + (300L << 48)), Is.EqualTo(RmapDecision.MappedShared));
        values.Add(RmapIdAllocator.Max, -(300L << 48));
        Assert.That(values.Decide(9, 1), Is.EqualTo(RmapDecision.MappedExclusively));
        values.Add(9, -1);
        values.Free();
    }

    [Test]
    public void Freeing_or_splitting_a_mapped_folio_is_an_error([ValueSource(nameof(Orders))] int order)
    {
        var values = new RmapValues(order);
        values.Add(RmapIdAllocator.Max, 1);
        Assert.That(values.Free, Throws.InvalidOperationException);
        Assert.That(() => values.Split(0), Throws.InvalidOperationException);
    }

    [Test]
    public void Split_folios_start_clear_and_small_ones_have_no_values()
    {
        var values = new RmapValues(13);
        values.Add(8, 4);
        values.Add(8, -4);
        Assert.That(values.Split(0), Is.Null);
        var half = values.Split(12);
        Assert.That(half, Is.Not.Null);
        Assert.That((half!.Order, half.Values.Length, half.IsClear), Is.EqualTo((12, 5, true)));
        Assert.That(() => values.Split(13), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => values.Split(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(RmapIdAllocator.Max + 1)]
    public void What_is_no_rmap_ID_maps_nothing(int id)
    {
        var values = new RmapValues(9);
        Assert.That(() => values.Add(id, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => values.Set(id, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(values.IsClear);
    }

    [Test]
    public void A_copy_is_independent()
    {
        var values = new RmapValues(9);
        values.Add(1, 2);
        var copy = values.Clone();
        values.Add(1, -2);
        Assert.That(copy.Decide(1, 2), Is.EqualTo(RmapDecision.MappedExclusively));
        Assert.That(values.IsClear);
    }
}
