using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>A PTE table outlives its entries; what frees it decides whether the next fault can have a THP.</summary>
public class PageTableLifeTests
{
    private static long HugeAfter(Script script) => script.Look().Of(0).Sum(SmapsField.AnonHugePages);

    private static Script SplitThp(KernelProfile profile) => new Script(profile).Huge(0, 512).Write(0, 512).Drop(0, 1);

    [Test]
    public void Dontneed_of_the_whole_range_frees_the_table_since_6_14()
    {
        Assert.That(HugeAfter(SplitThp(Profiles.V612).Drop(0, 512).Write(0, 1)), Is.Zero);
        Assert.That(HugeAfter(SplitThp(Profiles.V73).Drop(0, 512).Write(0, 1)), Is.EqualTo(2048));
    }

    [Test]
    public void Dontneed_in_two_halves_leaves_the_table() =>
        Assert.That(HugeAfter(SplitThp(Profiles.V73).Drop(0, 256).Drop(256, 256).Write(0, 1)), Is.Zero);

    [Test]
    public void Munmap_frees_the_table_if_no_VMA_is_left_in_its_range()
    {
        Assert.That(HugeAfter(SplitThp(Profiles.V61).Unmap(0, 512).Huge(0, 512).Write(0, 1)), Is.EqualTo(2048));
        Assert.That(HugeAfter(SplitThp(Profiles.V61).Unmap(0, 511).Huge(0, 511).Write(0, 1)), Is.Zero);
    }

    [Test]
    public void A_dropped_PMD_leaves_no_table() =>
        Assert.That(HugeAfter(new Script(Profiles.V61).Huge(0, 512).Write(0, 512).Drop(0, 512).Write(9, 1)), Is.EqualTo(2048));
}
