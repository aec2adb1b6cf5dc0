using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>The seven functional changes of the 2026 RFC, numbered as there; one 2 MiB THP unless said. Numbers by hand.</summary>
public class FunctionalChangeTests
{
    private static readonly KernelProfile Precise = Profiles.V73;
    private static readonly KernelProfile[] Averaging = [Profiles.V73NoPageMapcount, Profiles.V73TotalMappedPages];

    private static Script Thp(KernelProfile profile) => new Script(profile).Huge(0, 512).Write(0, 512);

    private static ProcessTotals Totals(Script script, int process) =>
        ProcessTotals.Of(script.Steps()[^1].Processes.Single(p => p.Process == process), 4096);

    [Test]
    public void Change_1_statistics_count_a_partly_mapped_folio_whole()
    {
        Assert.That(Thp(Precise).Drop(0, 256).Steps()[^1].System.AnonPages, Is.EqualTo(256));
        foreach (var profile in Averaging)
            Assert.That(Thp(profile).Drop(0, 256).Steps()[^1].System.AnonPages, Is.EqualTo(512));
    }

    [Test]
    public void Change_2_mapmax_is_the_average()
    {
        // The child keeps one page of the THP: that page is mapped twice, 513/512 rounds to 1.
        Assert.That(Totals(Thp(Precise).Fork().Drop(1, 511, by: 1), 0).MapMax, Is.EqualTo(2));
        foreach (var profile in Averaging)
            Assert.That(Totals(Thp(profile).Fork().Drop(1, 511, by: 1), 0).MapMax, Is.EqualTo(1));
    }

    [Test]
    public void Change_3_exclusive_speaks_of_the_folio()
    {
        Assert.That(Totals(Thp(Precise).Fork().Drop(0, 256, by: 1), 0).ExclusivePages, Is.EqualTo(256));
        foreach (var profile in Averaging)
            Assert.That(Totals(Thp(profile).Fork().Drop(0, 256, by: 1), 0).ExclusivePages, Is.Zero);
    }

    [Test]
    public void Change_4_kpagecount_is_the_average()
    {
        var precise = Thp(Precise).Fork().Drop(0, 256, by: 1).Look().Of(0);
        Assert.That((precise.Count(0, 255), precise.Count(256, 511)), Is.EqualTo((1, 2)));
        foreach (var profile in Averaging)
            Assert.That(Thp(profile).Fork().Drop(0, 256, by: 1).Look().Of(0).Count(0, 511), Is.EqualTo(2));
    }

    [Test]
    public void Change_5_Pss_divides_by_the_average()
    {
        Assert.That(Totals(Thp(Precise).Fork().Drop(0, 256, by: 1), 0).Pss, Is.EqualTo(1536));
        foreach (var profile in Averaging)
            Assert.That(Totals(Thp(profile).Fork().Drop(0, 256, by: 1), 0).Pss, Is.EqualTo(1024));
    }

    [Test]
    public void Change_6_Uss_asks_maybe_mapped_shared()
    {
        Assert.That(Totals(Thp(Precise).Fork().Drop(0, 256, by: 1), 0).Uss, Is.EqualTo(1024));
        foreach (var profile in Averaging)
            Assert.That(Totals(Thp(profile).Fork().Drop(0, 256, by: 1), 0).Uss, Is.Zero);
    }

    [Test]
    public void Change_7_partly_mapped_shared_folios_are_not_always_seen()
    {
        // Both drop the first half: 256 pages are mapped twice, 256 not at all.
        static FolioSnapshot Both(KernelProfile profile) => Thp(profile).Fork().Drop(0, 256).Drop(0, 256, by: 1).Steps()[^1].Folios.Single();
        Assert.That(Both(Precise).IsCertainlyPartiallyMapped, Is.True);
        foreach (var profile in Averaging)
        {
            Assert.That(Both(profile).IsCertainlyPartiallyMapped, Is.False, "512 mappings may cover everything");
            Assert.That(Both(profile).IsPartiallyMappedByScan, Is.True, "the RFC's TODO: a scan sees it");
            Assert.That(Thp(profile).Drop(0, 1).Steps()[^1].Folios.Single().IsCertainlyPartiallyMapped, Is.True, "unshared it is certain");
        }
    }

    [Test]
    public void Where_a_PMD_and_PTEs_mix_the_two_averages_agree_on_a_PMD_sized_folio()
    {
        foreach (var kept in new[] { 1, 100, 255, 256, 257, 511 })
        {
            var counts = Averaging.Select(profile => Thp(profile).Fork().Drop(kept, 512 - kept, by: 1).Look().Of(0).Page(0).MapCount).ToList();
            Assert.That(counts[0], Is.EqualTo(counts[1]), $"{kept} pages kept");
        }
    }

    [Test]
    public void The_PMD_mappings_come_from_the_two_counters_alone()
    {
        var folio = Thp(Profiles.V73TotalMappedPages).Fork().Fork().Drop(3, 1, by: 2).Steps()[^1].Folios.Single();
        Assert.That((folio.Mapcount, folio.TotalMappedPages, folio.EntireMapcount), Is.EqualTo((513L, 1535L, (long?)null)));
        Assert.That((1535 - 513) / 511, Is.EqualTo(2), "two of the three still map it by a PMD");
    }
}
