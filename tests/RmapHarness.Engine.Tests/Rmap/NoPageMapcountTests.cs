using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Tests.Rmap;

public class NoPageMapcountTests
{
    // mapcount, entire, order → the average that pagemap.rst describes, by hand.
    [TestCase(0, 0, 9, 0)]
    [TestCase(1, 0, 9, 1, TestName = "one page of 512 mapped: at least 1")]
    [TestCase(512, 0, 9, 1)]
    [TestCase(767, 0, 9, 1, TestName = "1.498 rounds down")]
    [TestCase(768, 0, 9, 2, TestName = "1.5 rounds up")]
    [TestCase(1, 1, 9, 1)]
    [TestCase(2, 1, 9, 1, TestName = "one PMD and one PTE")]
    [TestCase(257, 1, 9, 2, TestName = "one PMD and half of the PTEs")]
    [TestCase(256, 1, 9, 1, TestName = "one PMD and 255 PTEs")]
    [TestCase(40, 0, 4, 3, TestName = "64K folio: 40/16 = 2.5 rounds up")]
    [TestCase(1023, 0, 9, 2, TestName = "511 + 256 + 256")]
    public void Average(long mapcount, long entire, int order, long expected) =>
        Assert.That(NoPageMapcountCounters.Average(mapcount, entire, order), Is.EqualTo(expected));
}
