using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

public class GupTests
{
    private const long Pmd = 512;
    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    private static Script Small(KernelProfile profile) => new Script(profile).Map(0, 8).Write(0, 8);

    private static Script Huge(KernelProfile profile) => new Script(profile).Huge(0, Pmd).Write(0, Pmd);

    [TestCaseSource(nameof(All))]
    public void A_child_gets_copies_of_pinned_pages_at_once(KernelProfile profile)
    {
        var look = Small(profile).Pin(2, 3).Fork().Look();
        var (parent, child) = (look.Of(0), look.Of(1));
        Assert.That((parent.Count(0, 1), parent.Count(2, 4), parent.Count(5, 7)), Is.EqualTo((2, 1, 2)));
        Assert.That((child.Count(0, 1), child.Count(2, 4), child.Count(5, 7)), Is.EqualTo((2, 1, 2)));
        Assert.That(child.Frame(2), Is.Not.EqualTo(parent.Frame(2)));
        Assert.That(child.Page(2).Word, Is.EqualTo(parent.Page(2).Word));
        Assert.That(look.Processes.Select(process => process.Sum(SmapsField.Pss)), Is.All.EqualTo((3 * 4) + (5 * 2)));
        Assert.That(look.Memcg![MemcgField.anon], Is.EqualTo(11L << 12));
    }

    [TestCaseSource(nameof(All))]
    public void A_buffer_of_shared_and_private_memory_is_refused_by_old_kernels_once_it_is_faulted_in(KernelProfile profile)
    {
        var script = new Script(profile).Map(0, 8, shared: true).Map(4, 2).Pin(0, 8);
        var refused = profile.Version < new KernelVersion(6, 5);
        Assert.That(script.Run().Outcomes[^2].Errno, Is.EqualTo(refused ? Errno.Invalid : Errno.None));
        Assert.That(script.Look().Of(0).Sum(SmapsField.Rss), Is.EqualTo(32));
        Assert.That(script.Fork().Look().Of(1).Frame(4) == script.Look().Of(0).Frame(4), Is.EqualTo(refused), "what is pinned is copied for the child");
    }

    [TestCaseSource(nameof(All))]
    public void Pinned_pages_stay_in_their_frames_when_their_owner_stores_to_them(KernelProfile profile)
    {
        var before = Small(profile).Look().Of(0);
        var after = Small(profile).Pin(0, 4).Fork().Write(0, 8).Look().Of(0);
        Assert.That((after.Frame(0), after.Frame(3)), Is.EqualTo((before.Frame(0), before.Frame(3))));
        Assert.That(after.Frame(4), Is.Not.EqualTo(before.Frame(4)));
    }

    [TestCaseSource(nameof(All))]
    public void Pages_in_a_pipe_are_shared_by_fork_and_copied_even_when_the_child_is_gone(KernelProfile profile)
    {
        var forked = Small(profile).Splice(0, 4).Fork().Look();
        Assert.That(forked.Of(0).Count(0, 7), Is.EqualTo(2));
        var before = forked.Of(0);
        var after = Small(profile).Splice(0, 4).Fork().Exit(1).Write(0, 8).Look().Of(0);
        Assert.That(after.Frame(0), Is.Not.EqualTo(before.Frame(0)));
        Assert.That(after.Frame(4), Is.EqualTo(before.Frame(4)));
        var drained = Small(profile).Splice(0, 4).Fork().Exit(1).Drain().Write(0, 8).Look().Of(0);
        Assert.That(drained.Frame(0), Is.EqualTo(before.Frame(0)));
    }

    [TestCaseSource(nameof(All))]
    public void One_pinned_page_makes_fork_split_the_PMD_and_copy_all_pages_of_the_folio(KernelProfile profile)
    {
        var look = Huge(profile).Pin(7, 1).Fork().Look();
        Assert.That(look.Processes.Select(process => process.Sum(SmapsField.AnonHugePages)), Is.All.Zero);
        Assert.That(look.Processes.Select(process => process.Count(0, 511)), Is.All.EqualTo(1));
        Assert.That(look.Of(0).Page(9).Flags.HasFlag(KpageFlags.Thp), Is.True);
        Assert.That(look.Of(1).Page(9).Flags.HasFlag(KpageFlags.Thp), Is.False);
        Assert.That(look.Thp!.Events[ThpEvent.thp_split_pmd], Is.EqualTo(1));
        Assert.That(look.Memcg![MemcgField.anon], Is.EqualTo(1024L << 12));
    }

    [TestCaseSource(nameof(All))]
    public void Pages_that_were_shared_before_they_were_pinned_become_the_owners_first(KernelProfile profile)
    {
        var look = Small(profile).Fork().Pin(0, 4).Fork().Look();
        Assert.That(look.Of(0).Count(0, 3), Is.EqualTo(1));
        Assert.That(look.Of(1).Count(0, 3), Is.EqualTo(1));
        Assert.That(look.Of(2).Count(0, 3), Is.EqualTo(1));
        Assert.That(look.Of(0).Count(4, 7), Is.EqualTo(3));
    }

    [TestCaseSource(nameof(All))]
    public void A_folio_that_is_held_lives_on_without_mappings_until_it_is_given_back(KernelProfile profile)
    {
        var held = Huge(profile).Pin(0, 1).Drop(0, Pmd).Look();
        Assert.That((held.Of(0).Sum(SmapsField.Rss), held.Memcg![MemcgField.anon]), Is.EqualTo((0, 0)));
        if (profile.Version < KernelProfile.SeveralThpSizes)
            return;
        Assert.That(held.Thp!.Sizes[2048][ThpStat.nr_anon], Is.EqualTo(1));
        Assert.That(Huge(profile).Pin(0, 1).Drop(0, Pmd).Unpin().Look().Thp!.Sizes[2048][ThpStat.nr_anon], Is.Zero);
        Assert.That(Huge(profile).Splice(0, 1).Drop(0, Pmd).Drain().Look().Thp!.Sizes[2048][ThpStat.nr_anon], Is.Zero);
        var exited = Huge(profile).Fork().Write(0, 1, by: 1).Pin(1, 1, by: 1).Exit(1).Drop(0, Pmd).Look();
        Assert.That(exited.Thp!.Sizes[2048][ThpStat.nr_anon], Is.Zero);
    }

    [TestCaseSource(nameof(All))]
    public void A_held_folio_is_not_split_by_advice_for_a_part_of_it(KernelProfile profile)
    {
        foreach (var advice in new[] { Advice.Free, Advice.Cold, Advice.PageOut })
        {
            var look = Huge(profile).Splice(3, 1).Advise(0, 256, advice).Look();
            Assert.That(look.Of(0).Sum(SmapsField.AnonHugePages), Is.EqualTo(2048));
            Assert.That((look.Thp!.Events[ThpEvent.thp_split_page], look.Thp.Events[ThpEvent.thp_split_page_failed]), Is.EqualTo((0, 1)));
        }
    }

    [TestCaseSource(nameof(All))]
    public void A_page_that_is_held_keeps_its_range_from_being_collapsed(KernelProfile profile)
    {
        var script = new Script(profile).Map(0, Pmd).Write(0, 8).Splice(3, 1).Advise(0, Pmd, Advice.Collapse);
        var trace = script.Run();
        Assert.That(trace.Outcomes[3].Errno, Is.EqualTo(Errno.Again));
        Assert.That(trace.Observations[^1].Thp!.Events[ThpEvent.thp_collapse_alloc], Is.Zero);
        Assert.That(new Script(profile).Map(0, Pmd).Write(0, 8).Splice(3, 1).Drain().Advise(0, Pmd, Advice.Collapse).Run().Outcomes[4].Errno, Is.Zero);
    }

    [TestCaseSource(nameof(All))]
    public void Pinning_faults_in_what_it_can_and_pins_nothing_if_one_page_cannot_be_had(KernelProfile profile)
    {
        var trace = new Script(profile).Map(0, 8).Protect(6, 2, Protection.Read).Pin(0, 8).Fork().Run();
        Assert.That(trace.Outcomes[2].Errno, Is.EqualTo(Errno.Fault));
        Assert.That(trace.Observations[^1].Of(0).Sum(SmapsField.Rss), Is.EqualTo(24));
        Assert.That(trace.Observations[^1].Of(1).Count(0, 5), Is.EqualTo(2));
    }

    [TestCaseSource(nameof(All))]
    public void A_pipe_keeps_the_pages_before_the_one_that_cannot_be_had(KernelProfile profile)
    {
        var script = new Script(profile).Map(0, 8).Write(0, 8).Protect(6, 2, Protection.None).Splice(4, 4).Fork().Exit(1);
        var before = script.Look().Of(0);
        var trace = script.Write(0, 6).Run();
        Assert.That(trace.Outcomes[3].Errno, Is.EqualTo(Errno.Fault));
        var after = trace.Observations[^1].Of(0);
        Assert.That((after.Frame(3), after.Frame(4) == before.Frame(4), after.Frame(5) == before.Frame(5)), Is.EqualTo((before.Frame(3), false, false)));
    }

    private static readonly object[] Mixed = [new object[] { Profiles.V61, Errno.Invalid }, new object[] { Profiles.V612, 0 }, new object[] { Profiles.V73, 0 }];

    [TestCaseSource(nameof(Mixed))]
    public void A_buffer_of_private_and_shared_memory_is_refused_by_old_kernels_after_it_is_faulted_in(KernelProfile profile, int error)
    {
        var trace = new Script(profile).Map(0, 8).Map(8, 8, shared: true).Pin(0, 16).Fork().Run();
        Assert.That(trace.Outcomes[2].Errno, Is.EqualTo(error));
        Assert.That(trace.Observations[^1].Of(0).Sum(SmapsField.Rss), Is.EqualTo(64));
        Assert.That(trace.Observations[^1].Of(1).Count(0, 7), Is.EqualTo(error == 0 ? 1 : 2));
    }

    private static readonly object[] Cleaned = [new object[] { Profiles.V61, 12 }, new object[] { Profiles.V612, 0 }, new object[] { Profiles.V73, 0 }];

    // What comes behind a page that has to be faulted in is marked dirty, unless the kernel never does.
    [TestCaseSource(nameof(Cleaned))]
    public void Pinning_marks_clean_pages_dirty_behind_the_first_that_it_faults_in(KernelProfile profile, long lazyFree)
    {
        var look = new Script(profile).Map(0, 4).Write(1, 3).Advise(1, 3, Advice.Free).Pin(0, 4).Look();
        Assert.That(look.Of(0).Sum(SmapsField.LazyFree), Is.EqualTo(lazyFree));
        Assert.That(new Script(profile).Map(0, 4).Write(0, 4).Advise(0, 4, Advice.Free).Pin(0, 4).Look().Of(0).Sum(SmapsField.LazyFree), Is.EqualTo(16));
    }
}
