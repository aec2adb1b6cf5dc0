using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Tests.Rmap;

/// <summary>The counters of the 2026 RFC, by hand.</summary>
public class TotalMappedPagesTests
{
    [Test]
    public void The_RFCs_example_two_PMD_mappings_and_one_PTE_mapping()
    {
        var counters = new TotalMappedPagesCounters(9);
        counters.Map(0, 512, 512);
        counters.Map(0, 512, 512);
        counters.Map(7, 1, 1);
        Assert.That((counters.Mapcount, counters.TotalMappedPages), Is.EqualTo((3L, 1025L)));
        Assert.That(counters.EntireMappings, Is.EqualTo(2));
        Assert.That(counters.CountAt(0), Is.EqualTo((2L, 512L)));
        Assert.That(counters.IsCertainlyPartiallyMapped, Is.False);
    }

    [TestCase(0, 0)]
    [TestCase(1, 1, TestName = "one page: at least 1")]
    [TestCase(767, 1, TestName = "1.498 rounds down")]
    [TestCase(768, 2, TestName = "1.5 rounds up")]
    [TestCase(1025, 2)]
    [TestCase(1280, 3, TestName = "2.5 rounds up")]
    public void Average(long total, long expected) => Assert.That(TotalMappedPagesCounters.Average(total, 9), Is.EqualTo(expected));

    [Test]
    public void Half_a_PMD_entry_more_than_the_NO_PAGE_MAPCOUNT_average()
    {
        // One PMD and half of the pages by PTEs: 768/512 is 1.5 in one division; 1 + 256/512 is 1.5 in the other. Both round up.
        Assert.That((TotalMappedPagesCounters.Average(768, 9), NoPageMapcountCounters.Average(257, 1, 9)), Is.EqualTo((2L, 2L)));
    }

    [Test]
    public void Any_size_of_entry_may_map_any_part()
    {
        var counters = new TotalMappedPagesCounters(18);
        counters.Map(0, 1 << 18, 1 << 18);
        counters.Map(512, 1024, 512);
        counters.Map(5, 3, 1);
        Assert.That((counters.Mapcount, counters.TotalMappedPages), Is.EqualTo((1L + 2 + 3, (1L << 18) + 1024 + 3)));
        counters.Unmap(0, 1 << 18, 1 << 18);
        Assert.That(counters.IsCertainlyPartiallyMapped, Is.True);
        Assert.That(counters.HasEntireMapping, Is.True, "two PMD entries are left");
        counters.Unmap(512, 1024, 512);
        Assert.That(counters.HasEntireMapping, Is.False);
    }

    [Test]
    public void Todays_schemes_refuse_a_part_of_a_folio_by_a_huge_entry()
    {
        foreach (FolioCounters counters in new FolioCounters[] { new PageMapcountCounters(10), new NoPageMapcountCounters(10) })
        {
            Assert.That(counters.AllowsEntryOf(512), Is.False);
            Assert.That(() => counters.Map(0, 512, 512), Throws.InvalidOperationException);
        }
    }

    [Test]
    public void More_unmapped_than_mapped_is_refused() =>
        Assert.That(() => new TotalMappedPagesCounters(9).Unmap(0, 1, 1), Throws.InvalidOperationException);
}
