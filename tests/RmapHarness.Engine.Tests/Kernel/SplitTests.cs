using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

public class SplitTests
{
    private const long Pmd = 512;
    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];
    private static readonly KernelProfile[] WithOrders = [Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    private static Script Huge(KernelProfile profile) => new Script(profile).Huge(0, Pmd).Write(0, Pmd);

    private static SplitOperation Split(long page, long pages, int order = 0, int by = 0) =>
        new(by, Arena.Start + ((ulong)page << 12), (ulong)pages << 12, order);

    [TestCaseSource(nameof(All))]
    public void One_page_is_enough_to_split_the_folio_for_everybody(KernelProfile profile)
    {
        var before = Huge(profile).Fork().Look();
        var look = Huge(profile).Fork().Add(Split(7, 1, by: 1)).Look();
        Assert.That(look.Processes.Select(process => process.Sum(SmapsField.AnonHugePages)), Is.All.Zero);
        Assert.That(look.Processes.Select(process => process.Count(0, 511)), Is.All.EqualTo(2));
        Assert.That(look.Of(0).Page(9).Flags & (KpageFlags.Thp | KpageFlags.CompoundTail), Is.EqualTo(KpageFlags.None));
        Assert.That(look.Of(0).Frame(9), Is.EqualTo(before.Of(0).Frame(9)));
        Assert.That((look.Thp!.Events[ThpEvent.thp_split_page], look.Thp.Events[ThpEvent.thp_split_pmd]), Is.EqualTo((1, 2)));
    }

    // Who maps it by PTEs goes first, or last if it cut its VMA: then the folio is mapped in part for a moment, which marks it.
    [TestCase(false, 0)]
    [TestCase(true, 1)]
    public void The_walk_meets_a_VMA_that_was_cut_and_joined_after_the_others(bool cuts, int deferred)
    {
        var script = Huge(Profiles.V73).Fork();
        if (cuts)
            script.Protect(128, 128, Protection.Read).Protect(0, Pmd, Protection.Read | Protection.Write);
        else
            script.Drop(0, 128);
        Assert.That(script.Add(Split(300, 1)).Look().Thp!.Events[ThpEvent.thp_deferred_split_page], Is.EqualTo(deferred));
    }

    [TestCaseSource(nameof(All))]
    public void Pages_that_nobody_maps_are_freed(KernelProfile profile)
    {
        var look = Huge(profile).Drop(0, 100).Add(Split(0, Pmd)).Look();
        Assert.That(look.Memcg![MemcgField.anon], Is.EqualTo(412L << 12));
    }

    private static readonly object[] ZeroPages = [new object[] { Profiles.V61, 2048 }, new object[] { Profiles.V612, 4 }, new object[] { Profiles.V73, 4 }];

    [TestCaseSource(nameof(ZeroPages))]
    public void Pages_of_zeros_give_way_to_the_zero_page(KernelProfile profile, long rss)
    {
        var p = new Script(profile).Huge(0, Pmd).Write(5, 1).Add(Split(0, Pmd)).Look().Of(0);
        Assert.That(p.Sum(SmapsField.Rss), Is.EqualTo(rss));
    }

    [TestCaseSource(nameof(WithOrders))]
    public void It_becomes_folios_of_another_size_with_counts_of_their_own(KernelProfile profile)
    {
        var look = Huge(profile).Fork().Add(Split(0, Pmd, order: 4)).Drop(0, 16, by: 1).Look();
        Assert.That((look.Of(0).Count(0, 15), look.Of(0).Count(16, 511)), Is.EqualTo((1, 2)));
        Assert.That(look.Of(0).Page(16).Flags & KpageFlags.CompoundHead, Is.EqualTo(KpageFlags.CompoundHead));
        Assert.That(look.Thp!.Sizes[64][ThpStat.nr_anon], Is.EqualTo(32));
    }

    [TestCaseSource(nameof(WithOrders))]
    public void A_new_folio_that_nobody_maps_is_freed_and_one_that_is_mapped_in_part_is_not_marked(KernelProfile profile)
    {
        var look = Huge(profile).Drop(10, 30).Add(Split(0, Pmd, order: 4)).Look();
        Assert.That((look.Thp!.Sizes[64][ThpStat.nr_anon], look.Thp.Sizes[64][ThpStat.nr_anon_partially_mapped]), Is.EqualTo((31, 0)));
    }

    private static readonly object[] Refused = [new object[] { Profiles.V612, 0 }, new object[] { Profiles.V73, 100 }];

    [TestCaseSource(nameof(Refused))]
    public void Folios_of_two_pages_are_not_made_of_anonymous_memory_and_every_page_is_a_try(KernelProfile profile, long failed)
    {
        var look = Huge(profile).Add(Split(3, 100, order: 1)).Look();
        Assert.That((look.Thp!.Events[ThpEvent.thp_split_page], look.Thp.Events[ThpEvent.thp_split_page_failed]), Is.EqualTo((0, failed)));
        Assert.That(look.Thp.Sizes[2048][ThpStat.split_failed], Is.EqualTo(failed));
    }

    [TestCaseSource(nameof(WithOrders))]
    public void A_folio_that_has_the_size_already_stays(KernelProfile profile)
    {
        var look = Huge(profile).Add(Split(0, Pmd, order: 4)).Add(Split(0, Pmd, order: 4)).Look();
        Assert.That(look.Thp!.Sizes[64][ThpStat.split], Is.Zero);
    }

    [TestCaseSource(nameof(All))]
    public void It_ends_at_a_hole_between_VMAs(KernelProfile profile)
    {
        var look = Huge(profile).Huge(2 * Pmd, Pmd).Write(2 * Pmd, 1).Add(Split(0, 3 * Pmd)).Look();
        Assert.That(look.Of(0).Sum(SmapsField.AnonHugePages), Is.EqualTo(2048));
    }

    private static readonly object[] Inaccessible = [new object[] { Profiles.V61, 2048 }, new object[] { Profiles.V612, 0 }, new object[] { Profiles.V73, 0 }];

    [TestCaseSource(nameof(Inaccessible))]
    public void The_folios_of_inaccessible_memory(KernelProfile profile, long huge)
    {
        var p = Huge(profile).Protect(0, Pmd, Protection.None).Add(Split(0, Pmd)).Look().Of(0);
        Assert.That(p.Sum(SmapsField.AnonHugePages), Is.EqualTo(huge));
    }

    [TestCaseSource(nameof(All))]
    public void A_folio_of_shmem_is_mapped_by_nobody_afterwards(KernelProfile profile)
    {
        var look = new Script(profile).Add(new CreateOperation(0, 0, FileKind.Tmpfs, 100 << 12, TmpfsHuge.Always)).MapFile(0, Pmd, shared: true).Write(0, 1)
            .Fork().Read(9, 1, by: 1).Add(Split(0, 1)).Look();
        Assert.That(look.Processes.Select(process => process.Sum(SmapsField.Rss)), Is.All.Zero);
        Assert.That(look.Memcg![MemcgField.shmem], Is.EqualTo(100L << 12), "what lies behind the end of the file goes");
    }

    [Test]
    public void Shmem_becomes_folios_of_another_size_on_new_kernels_only()
    {
        long HugeAfter(KernelProfile profile) => new Script(profile).Add(new CreateOperation(0, 0, FileKind.Tmpfs, (ulong)Pmd << 12, TmpfsHuge.Always))
            .MapFile(0, Pmd, shared: true).Write(0, 1).Add(Split(0, 1, order: 4)).Look().Memcg![MemcgField.shmem_thp];
        Assert.That((HugeAfter(Profiles.V612), HugeAfter(Profiles.V73)), Is.EqualTo((2L << 20, 0)));
    }
}
