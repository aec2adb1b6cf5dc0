using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

public class CollapseTests
{
    private const long Pmd = 512;
    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    private static int OutcomeOf(Script script) => script.Run().Outcomes[^2].Errno;

    private static Script Small(KernelProfile profile, long pages = Pmd) => new Script(profile).Map(0, pages).Write(0, pages);

    private static ulong WordAt(ProcSnapshot process, long page) => process.Page(page).WordOf((Arena.Start >> 12) + (ulong)page);

    private static (long Rss, long Huge) Sizes(ProcSnapshot process) => (process.Sum(SmapsField.Rss), process.Sum(SmapsField.AnonHugePages));

    [TestCaseSource(nameof(All))]
    public void Small_pages_become_a_THP_in_other_frames_with_the_same_contents(KernelProfile profile)
    {
        var before = Small(profile).Look().Of(0);
        var look = Small(profile).Advise(0, Pmd, Advice.Collapse).Look();
        var after = look.Of(0);
        Assert.That(Sizes(after), Is.EqualTo((2048, 2048)));
        Assert.That(after.Frame(7), Is.Not.EqualTo(before.Frame(7)));
        Assert.That(WordAt(after, 7), Is.EqualTo(WordAt(before, 7)).And.Not.Zero);
        Assert.That(after.Sum(SmapsField.Private_Dirty), Is.EqualTo(2048));
        Assert.That(look.Thp!.Events[ThpEvent.thp_collapse_alloc], Is.EqualTo(1));
        Assert.That(look.Thp.Events[ThpEvent.thp_fault_alloc], Is.Zero);
        Assert.That((look.Memcg![MemcgField.anon], look.Memcg[MemcgField.anon_thp]), Is.EqualTo((2L << 20, 2L << 20)));
    }

    [TestCaseSource(nameof(All))]
    public void Holes_and_zero_pages_become_memory(KernelProfile profile)
    {
        var p = new Script(profile).Map(0, Pmd).Write(100, 1).Read(0, 10).Advise(0, Pmd, Advice.Collapse).Look().Of(0);
        Assert.That(Sizes(p), Is.EqualTo((2048, 2048)));
        Assert.That((WordAt(p, 5), WordAt(p, 100) != 0), Is.EqualTo((0UL, true)));
    }

    [TestCaseSource(nameof(All))]
    public void What_userfaultfd_protects_is_not_collapsed_but_what_it_only_watches_is(KernelProfile profile)
    {
        Assert.That(OutcomeOf(Small(profile).UffdRegister(0, Pmd).Advise(0, Pmd, Advice.Collapse)), Is.Zero);
        var script = Small(profile, 2 * Pmd).UffdRegister(0, 2 * Pmd).UffdProtect(100, 1).Advise(0, 2 * Pmd, Advice.Collapse);
        Assert.That(OutcomeOf(script), Is.EqualTo(Errno.Invalid));
        var look = script.Look();
        Assert.That(Sizes(look.Of(0)), Is.EqualTo((4096, 2048)), "the second PMD range is collapsed");
        Assert.That(look.Thp!.Events[ThpEvent.thp_collapse_alloc], Is.EqualTo(1));
    }

    [TestCaseSource(nameof(All))]
    public void Watched_holes_and_zero_pages_end_it(KernelProfile profile)
    {
        var busy = profile.Version < new KernelVersion(6, 12) ? Errno.Invalid : Errno.Busy;
        foreach (var holes in new[] { Small(profile, 2 * Pmd).Drop(200, 1), new Script(profile).Map(0, 2 * Pmd).Read(0, 1).Write(1, (2 * Pmd) - 1) })
        {
            var script = holes.UffdRegister(0, 2 * Pmd).UffdProtect(300, 1).Advise(0, 2 * Pmd, Advice.Collapse);
            Assert.That(OutcomeOf(script), Is.EqualTo(busy));
            Assert.That(Sizes(script.Look().Of(0)).Huge, Is.Zero, "the second PMD range is not tried");
        }

        var before = Small(profile).Drop(200, 1).UffdRegister(0, Pmd).UffdProtect(100, 1).Advise(0, Pmd, Advice.Collapse);
        Assert.That(OutcomeOf(before), Is.EqualTo(Errno.Invalid), "the protected page comes first");
    }

    [TestCaseSource(nameof(All))]
    public void Others_keep_the_old_pages(KernelProfile profile)
    {
        var look = Small(profile).Fork().Write(0, 1, by: 1).Advise(0, Pmd, Advice.Collapse, by: 1).Look();
        Assert.That(Sizes(look.Of(0)), Is.EqualTo((2048, 0)));
        Assert.That(Sizes(look.Of(1)), Is.EqualTo((2048, 2048)));
        Assert.That((look.Of(0).Count(1, 511), look.Of(1).Count(0, 511)), Is.EqualTo((1, 1)));
    }

    private static readonly object[] ReadOnly = [new object[] { Profiles.V61, Errno.Invalid }, new object[] { Profiles.V612, Errno.Invalid }, new object[] { Profiles.V73, Errno.None }];

    [TestCaseSource(nameof(ReadOnly))]
    public void Pages_that_no_entry_may_store_to_are_collapsed_by_new_kernels_only(KernelProfile profile, int errno)
    {
        var p = Small(profile).Fork().Advise(0, Pmd, Advice.Collapse, by: 1);
        Assert.That(OutcomeOf(p), Is.EqualTo(errno));
    }

    [TestCaseSource(nameof(ReadOnly))]
    public void An_empty_page_table_becomes_a_THP_of_zeros_on_new_kernels_only(KernelProfile profile, int errno)
    {
        var p = new Script(profile).Map(0, Pmd).Write(3, 1).Drop(3, 1).Advise(0, Pmd, Advice.Collapse);
        Assert.That(OutcomeOf(p), Is.EqualTo(errno));
        Assert.That(Sizes(p.Look().Of(0)).Huge, Is.EqualTo(errno == Errno.None ? 2048 : 0));
    }

    [TestCaseSource(nameof(ReadOnly))]
    public void A_range_inside_one_PMD_range_holds_nothing_to_collapse(KernelProfile profile, int errno) =>
        Assert.That(OutcomeOf(Small(profile).Advise(1, 5, Advice.Collapse)), Is.EqualTo(errno));

    [TestCaseSource(nameof(All))]
    public void A_range_that_ends_at_a_border_holds_nothing_to_collapse_either(KernelProfile profile) =>
        Assert.That(OutcomeOf(Small(profile, 2 * Pmd).Advise(500, 12, Advice.Collapse)), Is.EqualTo(Errno.None));

    [TestCaseSource(nameof(ReadOnly))]
    public void A_PMD_range_without_entries_ends_the_call_on_old_kernels(KernelProfile profile, int errno)
    {
        var p = new Script(profile).Map(0, 2 * Pmd).Write(Pmd, Pmd).Advise(0, 2 * Pmd, Advice.Collapse);
        Assert.That(OutcomeOf(p), Is.EqualTo(Errno.Invalid));
        Assert.That(Sizes(p.Look().Of(0)).Huge, Is.EqualTo(errno == Errno.None ? 2048 : 0));
    }

    [TestCaseSource(nameof(All))]
    public void What_refuses_THPs_is_not_collapsed(KernelProfile profile)
    {
        Assert.That(OutcomeOf(Small(profile).Advise(0, Pmd, Advice.NoHugePage).Advise(0, Pmd, Advice.Collapse)), Is.EqualTo(Errno.Invalid));
        Assert.That(OutcomeOf(Small(profile, Pmd - 1).Advise(0, Pmd - 1, Advice.Collapse)), Is.EqualTo(Errno.Invalid));
        Assert.That(OutcomeOf(new Script(profile).Map(0, Pmd).Read(0, Pmd).Advise(0, Pmd, Advice.Collapse)), Is.EqualTo(Errno.Invalid), "no anon_vma");
    }

    [TestCaseSource(nameof(All))]
    public void The_huge_zero_folio_stays(KernelProfile profile)
    {
        var p = new Script(profile).Huge(0, Pmd).Read(0, 1).Advise(0, Pmd, Advice.Collapse);
        Assert.That(OutcomeOf(p), Is.EqualTo(Errno.None));
        Assert.That(Sizes(p.Look().Of(0)).Rss, Is.Zero);
    }

    [Test]
    public void A_guard_marker_ends_it_after_a_THP_was_allocated()
    {
        var p = Small(Profiles.V73).Advise(9, 1, Advice.GuardInstall).Advise(0, Pmd, Advice.Collapse);
        Assert.That(OutcomeOf(p), Is.EqualTo(Errno.Invalid));
        var look = p.Look();
        Assert.That((Sizes(look.Of(0)), look.Thp!.Events[ThpEvent.thp_collapse_alloc]), Is.EqualTo(((2044L, 0L), 1L)));
    }

    // Old kernels take the PTEs of the old THP one by one, so that it is mapped in part on the way; 6.1 counts that for the last one, too.
    private static readonly object[] Deferred = [new object[] { Profiles.V61, 1 }, new object[] { Profiles.V612, 1 }, new object[] { Profiles.V73, 0 }];

    [TestCaseSource(nameof(Deferred))]
    public void A_THP_that_PTEs_map_is_replaced(KernelProfile profile, int deferred)
    {
        var look = new Script(profile).Huge(0, Pmd).Write(0, 1).Protect(3, 1, Protection.Read).Protect(3, 1, Protection.Read | Protection.Write)
            .Advise(0, Pmd, Advice.Collapse).Look();
        Assert.That(Sizes(look.Of(0)), Is.EqualTo((2048, 2048)));
        Assert.That(look.Thp!.Events[ThpEvent.thp_deferred_split_page], Is.EqualTo(deferred));
    }

    [TestCaseSource(nameof(All))]
    public void Swapped_pages_come_back(KernelProfile profile)
    {
        var p = Small(profile).Add(new SwaponOperation(0, 1 << 24)).Advise(0, 100, Advice.PageOut).Advise(0, Pmd, Advice.Collapse).Look().Of(0);
        Assert.That((Sizes(p), p.Sum(SmapsField.Swap)), Is.EqualTo(((2048L, 2048L), 0L)));
    }

    [TestCaseSource(nameof(All))]
    public void Shared_memory_becomes_huge_for_everybody_and_the_caller_gets_a_PMD(KernelProfile profile)
    {
        var collapsed = new Script(profile).Map(0, Pmd, shared: true).Write(0, 10).Fork().Read(0, 5, by: 1).Advise(0, Pmd, Advice.Collapse);
        var look = collapsed.Look();
        Assert.That((look.Of(0).Sum(SmapsField.ShmemPmdMapped), look.Of(1).Sum(SmapsField.Rss)), Is.EqualTo((2048, 0)));
        Assert.That(look.Memcg![MemcgField.shmem_thp], Is.EqualTo(2L << 20));

        // Whether the child gets a PMD, too, depends on its page table.
        var child = collapsed.Read(3, 1, by: 1).Look().Of(1);
        Assert.That(child.Sum(SmapsField.ShmemPmdMapped), Is.EqualTo(profile == Profiles.V61 ? 0 : 2048));
    }

    [TestCaseSource(nameof(All))]
    public void Page_cache_leaves_those_who_map_it_whole_when_another_maps_it_in_parts(KernelProfile profile)
    {
        var look = new Script(profile).Map(0, Pmd, shared: true).Write(0, Pmd).Fork().Fork(by: 1).Read(0, Pmd, by: 1).Read(0, Pmd, by: 2)
            .Advise(142, 1, Advice.DontFork).Advise(0, Pmd, Advice.Collapse, by: 2).Look();
        Assert.That((look.Of(0).Sum(SmapsField.Rss), look.Of(1).Sum(SmapsField.Rss), look.Of(2).Sum(SmapsField.ShmemPmdMapped)), Is.EqualTo((0, 0, 2048)));
    }

    private static readonly object[] NothingMapped = [new object[] { Profiles.V61, Errno.Invalid }, new object[] { Profiles.V612, Errno.None }, new object[] { Profiles.V73, Errno.None }];

    [TestCaseSource(nameof(NothingMapped))]
    public void Page_cache_that_the_caller_does_not_map_beside_what_it_maps(KernelProfile profile, int errno)
    {
        var p = new Script(profile).Map(4 * Pmd, 1).Write(4 * Pmd, 1).CreatePages(Pmd).WriteFile(0, 3).MapFile(0, Pmd, shared: true).Advise(0, Pmd, Advice.Collapse);
        Assert.That(OutcomeOf(p), Is.EqualTo(errno));
        Assert.That(p.Look().Memcg![MemcgField.shmem_thp], Is.EqualTo(2L << 20));
    }

    [TestCaseSource(nameof(ReadOnly))]
    public void Page_cache_of_a_process_that_maps_nothing(KernelProfile profile, int errno) => Assert.That(
        OutcomeOf(new Script(profile).CreatePages(Pmd).WriteFile(0, 3).MapFile(0, Pmd, shared: true).Advise(0, Pmd, Advice.Collapse)), Is.EqualTo(errno));

    [TestCaseSource(nameof(All))]
    public void A_private_copy_keeps_the_PTEs_but_the_page_cache_is_collapsed(KernelProfile profile)
    {
        var p = new Script(profile).CreatePages(Pmd).WriteFile(0, Pmd).MapFile(0, Pmd, shared: false).Read(0, 9).Write(3, 1).Advise(0, Pmd, Advice.Collapse);
        Assert.That(OutcomeOf(p), Is.EqualTo(Errno.Invalid));
        var look = p.Look();
        Assert.That((look.Of(0).Sum(SmapsField.Rss), look.Memcg![MemcgField.shmem_thp]), Is.EqualTo((4L, 2L << 20)));
    }

    [TestCaseSource(nameof(All))]
    public void What_fallocate_left_behind_the_end_of_the_file_stops_it_on_the_way(KernelProfile profile)
    {
        var p = new Script(profile).CreatePages(4).MapFile(0, Pmd, shared: true).Write(0, 2)
            .Allocate(4, 4, FallocateMode.KeepSize).Advise(0, Pmd, Advice.Collapse);
        Assert.That(OutcomeOf(p), Is.EqualTo(Errno.Invalid));
        Assert.That(p.Look().Of(0).Sum(SmapsField.Rss), Is.Zero, "those before it are unmapped by then");
    }

    [TestCaseSource(nameof(All))]
    public void A_file_without_pages_is_not_collapsed(KernelProfile profile) =>
        Assert.That(OutcomeOf(new Script(profile).CreatePages(Pmd).MapFile(0, Pmd, shared: true).Advise(0, Pmd, Advice.Collapse)), Is.EqualTo(Errno.Invalid));
}
