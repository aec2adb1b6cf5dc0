using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>madvise: numbers and results that kernels gave, or that their documentation promises.</summary>
public class AdviceTests
{
    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    private static Script Thp(KernelProfile profile) => new Script(profile).Huge(0, 512).Write(0, 512);

    private static int Last(Script script) => script.Run().Outcomes[^2].Errno;

    [TestCaseSource(nameof(All))]
    public void A_freed_THP_is_clean_until_one_store_makes_all_of_it_dirty(KernelProfile profile)
    {
        var freed = Thp(profile).Advise(0, 512, Advice.Free).Look().Of(0);
        Assert.That((freed.Sum(SmapsField.LazyFree), freed.Sum(SmapsField.Private_Clean), freed.Sum(SmapsField.AnonHugePages)), Is.EqualTo((2048, 2048, 2048)));
        Assert.That(freed.Page(0).Flags & KpageFlags.SwapBacked, Is.EqualTo(KpageFlags.None));

        var written = Thp(profile).Advise(0, 512, Advice.Free).Write(7, 1).Look().Of(0);
        Assert.That((written.Sum(SmapsField.LazyFree), written.Sum(SmapsField.Private_Dirty)), Is.EqualTo((0, 2048)));
    }

    [TestCaseSource(nameof(All))]
    public void Freeing_a_part_of_a_THP_splits_the_folio(KernelProfile profile)
    {
        var p = Thp(profile).Advise(0, 128, Advice.Free).Look().Of(0);
        Assert.That((p.Sum(SmapsField.LazyFree), p.Sum(SmapsField.Rss), p.Sum(SmapsField.AnonHugePages)), Is.EqualTo((512, 2048, 0)));
        Assert.That(p.Page(300).Flags & (KpageFlags.Thp | KpageFlags.Dirty), Is.EqualTo(KpageFlags.Dirty), "small, and dirty since the PMD was");
    }

    [TestCaseSource(nameof(All))]
    public void A_split_folios_pages_of_zeros_become_the_zero_page_since_6_12(KernelProfile profile)
    {
        var p = new Script(profile).Huge(0, 512).Write(0, 1).Advise(256, 256, Advice.Free).Look().Of(0);
        var isOld = profile.Version < new KernelVersion(6, 12);
        Assert.That((p.Sum(SmapsField.Rss), p.Sum(SmapsField.LazyFree)), Is.EqualTo(isOld ? (2048, 1024) : (4, 0)));
        Assert.That(p.Page(300).Flags.HasFlag(KpageFlags.ZeroPage), Is.EqualTo(!isOld));
        Assert.That(p.Page(0).Flags.HasFlag(KpageFlags.ZeroPage), Is.False);
    }

    [TestCaseSource(nameof(All))]
    public void A_shared_THP_is_neither_freed_nor_split(KernelProfile profile)
    {
        foreach (var pages in new[] { 512, 128 })
        {
            foreach (var advice in new[] { Advice.Free, Advice.Cold })
            {
                var p = Thp(profile).Fork().Advise(0, pages, advice).Look().Of(0);
                Assert.That((p.Sum(SmapsField.LazyFree), p.Sum(SmapsField.AnonHugePages)), Is.EqualTo((0, 2048)));
            }
        }
    }

    [Test]
    public void A_child_may_free_a_small_page_that_its_parent_keeps_dirty()
    {
        var look = new Script(Profiles.V73).Map(0, 1).Write(0, 1).Fork().Advise(0, 1, Advice.Free, by: 1).Look();
        Assert.That((look.Of(1).Sum(SmapsField.LazyFree), look.Of(1).Sum(SmapsField.Shared_Clean)), Is.EqualTo((4, 4)));
        Assert.That((look.Of(0).Sum(SmapsField.LazyFree), look.Of(0).Sum(SmapsField.Shared_Dirty)), Is.EqualTo((0, 4)));
    }

    [Test]
    public void Cold_advice_over_a_whole_THP_mapped_by_pages_splits_it_before_6_10_only()
    {
        foreach (var (profile, thp) in new[] { (Profiles.V61, false), (Profiles.V612, true), (Profiles.V73, true) })
        {
            var p = Thp(profile).Protect(0, 64, Protection.Read).Protect(0, 64, Protection.Read | Protection.Write).Advise(0, 512, Advice.Cold).Look().Of(0);
            Assert.That((p.Page(9).Flags & KpageFlags.Thp) != 0, Is.EqualTo(thp), profile.Version.ToString());
        }
    }

    [Test]
    public void Populating_a_freed_page_dirties_the_folio_and_not_the_entry()
    {
        var p = new Script(Profiles.V73).Map(0, 2).Write(0, 2).Advise(0, 2, Advice.Free).Advise(0, 1, Advice.PopulateWrite).Look().Of(0);
        Assert.That((p.Sum(SmapsField.LazyFree), p.Sum(SmapsField.Private_Dirty)), Is.EqualTo((4, 4)));
        Assert.That(p.Page(0).Flags & (KpageFlags.Dirty | KpageFlags.SwapBacked), Is.EqualTo(KpageFlags.Dirty));
    }

    [Test]
    public void Populating_stops_at_a_hole_since_6_9()
    {
        foreach (var (profile, rss) in new[] { (Profiles.V61, 12), (Profiles.V612, 4), (Profiles.V73, 4) })
        {
            var script = new Script(profile).Map(0, 1).Map(2, 2).Advise(0, 4, Advice.PopulateWrite);
            Assert.That(Last(script), Is.EqualTo(12));
            Assert.That(script.Look().Of(0).Sum(SmapsField.Rss), Is.EqualTo(rss), profile.Version.ToString());
        }
    }

    [Test]
    public void Populating_needs_permission()
    {
        Assert.That(Last(new Script(Profiles.V73).Map(0, 1, Protection.Read).Advise(0, 1, Advice.PopulateWrite)), Is.EqualTo(22));
        Assert.That(Last(new Script(Profiles.V73).Map(0, 1, Protection.None).Advise(0, 1, Advice.PopulateRead)), Is.EqualTo(22));
    }

    [Test]
    public void A_child_lacks_what_is_not_copied_and_has_what_is_wiped_without_its_pages()
    {
        var child = new Script(Profiles.V73).Map(0, 6).Write(0, 6).Advise(0, 2, Advice.DontFork).Advise(4, 2, Advice.WipeOnFork).Fork().Look().Of(1);
        Assert.That((child.Sum(SmapsField.Size), child.Sum(SmapsField.Rss)), Is.EqualTo((16, 8)));
        Assert.That(child.Vmas[^1].Flags, Does.Contain("wf"));
        Assert.That(child.Vmas[^1].Counters[SmapsField.Rss], Is.Zero);
    }

    [Test]
    public void Guards_end_accesses_survive_dropping_and_die_with_the_mapping()
    {
        Script Guarded() => new Script(Profiles.V73).Map(0, 4).Write(0, 4).Advise(1, 1, Advice.GuardInstall);
        Assert.That(Last(Guarded().Read(0, 4)), Is.EqualTo(-11));
        Assert.That(Last(Guarded().Advise(0, 4, Advice.PopulateRead)), Is.EqualTo(14));
        var dropped = Guarded().Drop(0, 4).Look().Of(0);
        Assert.That(dropped.Page(1).Pagemap, Is.EqualTo(PagemapBits.Guard | PagemapBits.Swapped | PagemapBits.SoftDirty));
        Assert.That(dropped.Vmas[0].Flags, Does.Contain("gu"));
        Assert.That(Last(Guarded().Unmap(0, 4).Map(0, 4).Read(0, 4)), Is.Zero);
        Assert.That(Last(Guarded().Advise(0, 4, Advice.GuardRemove).Read(0, 4)), Is.Zero);
    }

    [Test]
    public void A_VMA_says_that_it_may_have_guards_since_late_6_18()
    {
        foreach (var (patch, says) in new[] { (15, false), (44, true) })
        {
            var profile = Profiles.V73 with { Version = new KernelVersion(6, 18, patch) };
            var p = new Script(profile).Map(0, 4).Advise(1, 1, Advice.GuardInstall).Look().Of(0);
            Assert.That(p.Vmas[0].Flags.Contains("gu"), Is.EqualTo(says), profile.Version.ToString());
        }
    }

    [Test]
    public void Guards_in_shared_memory_and_their_bit_came_with_6_15()
    {
        var old = Profiles.V61 with { Version = new KernelVersion(6, 13) };
        Assert.That(Last(new Script(Profiles.V612).Map(0, 1).Advise(0, 1, Advice.GuardInstall)), Is.EqualTo(22));
        Assert.That(Last(new Script(old).Map(0, 1, shared: true).Advise(0, 1, Advice.GuardInstall)), Is.EqualTo(22));
        Assert.That(Last(new Script(Profiles.V73).Map(0, 1, shared: true).Advise(0, 1, Advice.GuardInstall)), Is.Zero);
        var page = new Script(old).Map(0, 1).Advise(0, 1, Advice.GuardInstall).Look().Of(0).Page(0);
        Assert.That(page.Pagemap & (PagemapBits.Guard | PagemapBits.Swapped), Is.EqualTo(PagemapBits.Swapped));
    }

    [Test]
    public void A_hole_in_shared_memory_takes_the_pages_from_everybody()
    {
        var look = new Script(Profiles.V73).Map(0, 4, shared: true).Write(0, 4).Fork().Read(0, 4, by: 1).Advise(1, 2, Advice.Remove, by: 1).Look();
        foreach (var process in look.Processes)
            Assert.That((process.Sum(SmapsField.Rss), process.Page(1).Frame), Is.EqualTo((8, -1)));
        Assert.That(Last(new Script(Profiles.V73).Map(0, 1).Advise(0, 1, Advice.Remove)), Is.EqualTo(22));
    }

    [Test]
    public void Shared_memory_refuses_what_is_for_private_memory()
    {
        Assert.That(Last(new Script(Profiles.V73).Map(0, 1, shared: true).Advise(0, 1, Advice.Free)), Is.EqualTo(22));
        Assert.That(Last(new Script(Profiles.V73).Map(0, 1, shared: true).Advise(0, 1, Advice.WipeOnFork)), Is.EqualTo(22));
    }

    [Test]
    public void A_split_gives_pages_of_zeros_back_since_6_12()
    {
        foreach (var (profile, rss) in new[] { (Profiles.V61, 2048), (Profiles.V612, 512), (Profiles.V73, 512) })
        {
            var p = new Script(profile).Huge(0, 512).Write(0, 128).Advise(256, 256, Advice.Cold).Look().Of(0);
            Assert.That((p.Sum(SmapsField.Rss), p.Sum(SmapsField.AnonHugePages)), Is.EqualTo((rss, 0)), profile.Version.ToString());
        }
    }

    [TestCaseSource(nameof(All))]
    public void A_shared_page_whose_folio_is_dirty_is_not_freed(KernelProfile profile)
    {
        // The split of a dirty PMD made every page's folio dirty.
        Script Dirty() => Thp(profile).Advise(0, 256, Advice.Cold);
        Assert.That(Dirty().Fork().Advise(0, 512, Advice.Free, by: 1).Look().Of(1).Sum(SmapsField.LazyFree), Is.Zero);
        Assert.That(Dirty().Advise(0, 512, Advice.Free).Look().Of(0).Sum(SmapsField.LazyFree), Is.EqualTo(2048));
    }
}
