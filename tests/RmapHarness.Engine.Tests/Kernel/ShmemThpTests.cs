using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

public class ShmemThpTests
{
    private const long Pmd = 512;
    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    private static Script Huge(KernelProfile profile, long pages = 2 * Pmd, TmpfsHuge huge = TmpfsHuge.Always) =>
        new Script(profile).Add(new CreateOperation(0, 0, FileKind.Tmpfs, (ulong)pages * 4096, huge));

    private static long Rss(ProcSnapshot process) => process.Sum(SmapsField.Rss);

    [TestCaseSource(nameof(All))]
    public void A_read_of_one_page_maps_a_PMD_for_each_process_that_reads(KernelProfile profile)
    {
        var look = Huge(profile).MapFile(0, 2 * Pmd, shared: true).Read(5, 1).Fork().Read(500, 1, by: 1).Look();
        Assert.That((Rss(look.Of(0)), look.Of(1).Sum(SmapsField.ShmemPmdMapped)), Is.EqualTo((2048, 2048)));
        Assert.That(look.Of(1).Count(0, 511), Is.EqualTo(2));
        Assert.That(look.Of(0).Page(17).Pagemap & PagemapBits.File, Is.EqualTo(PagemapBits.File));
        Assert.That((look.Memcg![MemcgField.shmem_thp], look.Memcg[MemcgField.anon_thp]), Is.EqualTo((2L << 20, 0)));
    }

    [TestCaseSource(nameof(All))]
    public void A_store_to_a_private_mapping_leaves_the_copy_only(KernelProfile profile)
    {
        var p = Huge(profile).WriteFile(0, 1).MapFile(0, Pmd, shared: false).Read(0, 1).Write(1, 1).Look().Of(0);
        Assert.That((Rss(p), p.Sum(SmapsField.Anonymous), p.Sum(SmapsField.ShmemPmdMapped)), Is.EqualTo((4, 4, 0)));
    }

    [TestCaseSource(nameof(All))]
    public void Dropping_a_part_of_a_PMD_unmaps_all_of_it_and_a_read_brings_it_back(KernelProfile profile)
    {
        var dropped = Huge(profile).MapFile(0, Pmd, shared: true).Write(0, 1).Drop(0, 256);
        Assert.That(Rss(dropped.Look().Of(0)), Is.Zero);
        Assert.That(dropped.Read(300, 1).Look().Of(0).Sum(SmapsField.ShmemPmdMapped), Is.EqualTo(2048));
    }

    private static readonly object[] OffByOnePage = [new object[] { Profiles.V61, 16 }, new object[] { Profiles.V612, 16 }, new object[] { Profiles.V73, 511 }];

    [TestCaseSource(nameof(OffByOnePage))]
    public void A_mapping_that_is_off_by_a_page_has_PTEs(KernelProfile profile, int pages)
    {
        // The folio does not fit whole into the table below: pages 1 to 511 of it lie there.
        var p = Huge(profile).WriteFile(0, 512).MapFile(0, 511, shared: true, offset: 1).Read(20, 1).Look().Of(0);
        Assert.That((Rss(p), p.Sum(SmapsField.ShmemPmdMapped)), Is.EqualTo((4L * Math.Min(pages, 16), 0)), "the folio begins before the mapping");
        p = Huge(profile).WriteFile(0, 512).MapFile(8, 504, shared: true, offset: 8).Read(20, 1).Look().Of(0);
        Assert.That(Rss(p), Is.EqualTo(64));
    }

    [Test]
    public void A_folio_that_fits_is_mapped_whole_by_new_kernels_only()
    {
        // Off by half a PMD in the file: no PMD, but a folio of 64 pages fits below one.
        Script Mapped(KernelProfile profile) => new Script(profile)
            .Add(new CreateOperation(0, 0, FileKind.Tmpfs, 64 * 4096, TmpfsHuge.WithinSize)).WriteFile(0, 64).MapFile(0, 64, shared: true).Read(20, 1);
        Assert.That(Rss(Mapped(Profiles.V73).Look().Of(0)), Is.EqualTo(256));
        Assert.That(Rss(Mapped(Profiles.V612).Look().Of(0)), Is.EqualTo(64), "small folios, and those around the page");
    }

    [Test]
    public void Truncation_halves_towards_the_cut_in_new_kernels()
    {
        static int[] Heads(KernelProfile profile)
        {
            var p = Huge(profile, Pmd).MapFile(0, Pmd, shared: true).Write(0, 1).Truncate(300).Read(0, 300).Look().Of(0);
            return [.. Enumerable.Range(0, 300).Where(page => (p.Page(page).Flags & KpageFlags.CompoundHead) != 0)];
        }

        Assert.That(Heads(Profiles.V73), Is.EqualTo(new[] { 0, 256, 288, 296 }), "256 + 32 + 8 + 4 pages");
        Assert.That(Heads(Profiles.V612), Is.Empty);
    }

    [TestCaseSource(nameof(All))]
    public void A_hole_in_a_huge_folio_unmaps_it_everywhere_and_frees_what_it_covers(KernelProfile profile)
    {
        var look = Huge(profile, Pmd).MapFile(0, Pmd, shared: true).Write(0, 1).Fork().Read(0, 1, by: 1).PunchHole(100, 30).Look();
        Assert.That((Rss(look.Of(0)), Rss(look.Of(1))), Is.EqualTo((0, 0)));
        Assert.That((look.Memcg![MemcgField.shmem], look.Memcg[MemcgField.shmem_thp]), Is.EqualTo((482L * 4096, 0)));
    }

    [TestCaseSource(nameof(All))]
    public void Behind_the_end_a_folio_that_is_there_can_be_read(KernelProfile profile)
    {
        var script = Huge(profile, 20).MapFile(0, Pmd, shared: true).Read(300, 1);
        Assert.That(script.Run().Outcomes[^2].Errno, Is.EqualTo(-7), "nothing is there yet");
        script.Write(3, 1).Read(300, 1);
        Assert.That(script.Run().Outcomes[^2].Errno, Is.Zero);
    }

    [TestCaseSource(nameof(All))]
    public void fork_leaves_a_huge_PMD_of_a_private_mapping_out(KernelProfile profile)
    {
        var look = Huge(profile).WriteFile(0, 1024).MapFile(0, 1024, shared: false).Write(3, 1).Read(Pmd, 1).Fork().Look();
        Assert.That((Rss(look.Of(0)), Rss(look.Of(1))), Is.EqualTo((2052, 4)));
    }

    private static readonly object[] Options =
    [
        new object[] { TmpfsHuge.Never, Advice.HugePage, 4 }, new object[] { TmpfsHuge.Advise, Advice.Normal, 4 },
        new object[] { TmpfsHuge.Advise, Advice.HugePage, 2048 }, new object[] { TmpfsHuge.Always, Advice.NoHugePage, 4 },
        new object[] { TmpfsHuge.WithinSize, Advice.Normal, 2048 },
    ];

    [TestCaseSource(nameof(Options))]
    public void The_mount_option_and_advice_decide(TmpfsHuge huge, Advice advice, int kilobytes)
    {
        foreach (var profile in All)
        {
            var p = Huge(profile, Pmd, huge).MapFile(0, Pmd, shared: true).Advise(0, Pmd, advice).Write(3, 1).Look().Of(0);
            Assert.That(Rss(p), Is.EqualTo(kilobytes));
            Assert.That(p.Vmas[0].Counters[SmapsField.THPeligible], Is.EqualTo(kilobytes > 4 ? 1 : 0));
        }
    }
}
