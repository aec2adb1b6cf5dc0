using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>2026 RFC, point (d): what no kernel maps yet.</summary>
public class ArbitraryMappingTests
{
    private static readonly KernelProfile Profile = Profiles.V73TotalMappedPages;

    [Test]
    public void A_folio_of_four_PMDs_mapped_by_PMDs_and_PTEs_of_two_processes()
    {
        var steps = new Script(Profile).Map(0, 2048).MapFolio(0, 2048, 11, MappingLevel.Pmd).Fork().Drop(100, 1, by: 1).Steps();
        var folio = steps[^1].Folios.Single();

        // 4 PMDs of the parent, 3 PMDs and 511 PTEs of the child.
        Assert.That((folio.Mapcount, folio.TotalMappedPages), Is.EqualTo((4L + 3 + 511, 2048L + 2047)));
        Assert.That(folio.Counts, Is.EqualTo(new[] { (0L, 2048L, 2L) }));
        Assert.That(folio.Owners, Is.EqualTo(new[] { 0, 1 }));
    }

    [Test]
    public void A_PUD_folio_by_PUD_PMD_and_PTE_at_once()
    {
        var steps = new Script(Profile).Map(0, 1 << 20)
            .MapFolio(0, 1 << 18, 18, MappingLevel.Pud)
            .MapFolio(1 << 18, 1024, 18, MappingLevel.Pmd, first: 512)
            .MapFolio((1 << 18) + 2048, 5, 18, MappingLevel.Pte, first: 3)
            .Steps();
        var folio = steps[^1].Folios.Single();
        Assert.That((folio.Mapcount, folio.TotalMappedPages), Is.EqualTo((1L + 2 + 5, (1L << 18) + 1024 + 5)));
        Assert.That(steps[^1].System, Is.EqualTo(new SystemSnapshot(1 << 18, 0, 1 << 18)));
        Assert.That(steps[^1].Processes[0].Sum(SmapsField.AnonHugePages), Is.EqualTo(((1L << 18) + 1024) * 4));
    }

    [Test]
    public void Todays_schemes_answer_EINVAL()
    {
        foreach (var profile in new[] { Profiles.V73, Profiles.V73NoPageMapcount })
            Assert.That(new Script(profile).Map(0, 2048).MapFolio(0, 2048, 11, MappingLevel.Pmd).Steps()[^1].Outcome.Errno, Is.EqualTo(22));
    }

    [TestCase(1, 512, 0, TestName = "the address is not aligned to the entry")]
    [TestCase(0, 512, 1, TestName = "the place in the folio is not")]
    [TestCase(0, 1024, 1536, TestName = "beyond the folio")]
    [TestCase(1536, 1024, 0, TestName = "beyond the VMA")]
    public void What_no_page_table_can_express_is_EINVAL(long page, long pages, long first) =>
        Assert.That(new Script(Profile).Map(0, 2048).MapFolio(page, pages, 11, MappingLevel.Pmd, first).Steps()[^1].Outcome.Errno, Is.EqualTo(22));

    [Test]
    public void Unmapping_part_of_a_huge_entry_is_EINVAL_and_whole_ones_go()
    {
        var script = new Script(Profile).Map(0, 2048).MapFolio(0, 2048, 11, MappingLevel.Pmd).UnmapFolio(0, 100).UnmapFolio(512, 1024);
        var steps = script.Steps();
        Assert.That((steps[2].Outcome.Errno, steps[3].Outcome.Errno), Is.EqualTo((22, 0)));
        Assert.That((steps[3].Folios[0].Mapcount, steps[3].Folios[0].TotalMappedPages), Is.EqualTo((2L, 1024L)));
        Assert.That(steps[3].Folios[0].IsCertainlyPartiallyMapped, Is.True);
    }
}
