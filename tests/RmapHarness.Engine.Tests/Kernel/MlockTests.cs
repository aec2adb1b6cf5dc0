using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>mlock and its likes, as kernels answered.</summary>
public class MlockTests
{
    private const KpageFlags Locked = KpageFlags.Mlocked | KpageFlags.Unevictable;

    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    private static Script Thp(KernelProfile profile) => new Script(profile).Huge(0, 512).Write(0, 512);

    private static KpageFlags Flags(Script script, long page, int process = 0) => script.Look().Of(process).Page(page).Flags & Locked;

    [TestCaseSource(nameof(All))]
    public void Locking_faults_writable_memory_in_and_unlocking_keeps_it(KernelProfile profile)
    {
        var p = new Script(profile).Map(0, 8).Lock(2, 4).Look().Of(0);
        Assert.That((p.Sum(SmapsField.Rss), p.Sum(SmapsField.Locked), p.Vmas.Count), Is.EqualTo((16, 16, 3)));
        Assert.That(p.Page(2).Flags & Locked, Is.EqualTo(Locked));
        Assert.That(p.Vmas[1].Flags, Does.Contain("lo"));

        p = new Script(profile).Map(0, 8).Write(0, 8).Lock(2, 4).Unlock(0, 8).Look().Of(0);
        Assert.That((p.Sum(SmapsField.Rss), p.Sum(SmapsField.Locked), p.Vmas.Count), Is.EqualTo((32, 0, 1)));
        Assert.That(p.Page(2).Flags & Locked, Is.EqualTo(KpageFlags.None));
    }

    [TestCaseSource(nameof(All))]
    public void Locking_a_part_of_a_THP_locks_no_folio(KernelProfile profile)
    {
        Assert.That(Flags(Thp(profile).Lock(0, 512), 0), Is.EqualTo(Locked));
        Assert.That(Flags(Thp(profile).Lock(0, 256), 0), Is.EqualTo(KpageFlags.None));
        Assert.That(Thp(profile).Lock(0, 256).Look().Of(0).Sum(SmapsField.Locked), Is.EqualTo(1024));
    }

    [Test]
    public void A_THP_mapped_by_pages_is_locked_whole_since_6_7()
    {
        foreach (var (profile, expected) in new[] { (Profiles.V61, KpageFlags.None), (Profiles.V612, Locked), (Profiles.V73, Locked) })
        {
            var script = Thp(profile).Protect(0, 8, Protection.Read).Protect(0, 8, Protection.Read | Protection.Write).Lock(0, 512);
            Assert.That(Flags(script, 0), Is.EqualTo(expected), profile.Version.ToString());
        }
    }

    [Test]
    public void A_split_of_the_PMD_keeps_the_folio_locked_since_6_18()
    {
        foreach (var (profile, expected) in new[] { (Profiles.V61, KpageFlags.None), (Profiles.V612, KpageFlags.None), (Profiles.V73, Locked) })
            Assert.That(Flags(Thp(profile).Lock(0, 512).Protect(0, 8, Protection.Read), 0), Is.EqualTo(expected), profile.Version.ToString());
    }

    [Test]
    public void The_lock_of_a_page_lasts_until_the_last_who_locked_it()
    {
        Script Both() => new Script(Profiles.V73).Map(0, 1, shared: true).Write(0, 1).Fork().Lock(0, 1).Lock(0, 1, by: 1);
        Assert.That(Flags(Both().Unlock(0, 1), 0), Is.EqualTo(Locked));
        Assert.That(Flags(Both().Exit(1), 0), Is.EqualTo(Locked));
        Assert.That(Flags(Both().Exit(1).Unlock(0, 1), 0), Is.EqualTo(KpageFlags.None));
    }

    [TestCaseSource(nameof(All))]
    public void A_split_locks_the_pages_of_the_locked_VMA_alone(KernelProfile profile)
    {
        // As 6.12.107 answered: the part that is locked does not begin where the folio's entries do. 6.1 splits too, for want of sharers.
        var look = Thp(profile).Lock(300, 8).Advise(0, 100, Advice.Free).Look().Of(0);
        Assert.That(look.Page(300).Flags & KpageFlags.Thp, Is.EqualTo(KpageFlags.None), "split");
        Assert.That((look.Page(299).Flags & Locked, look.Page(300).Flags & Locked), Is.EqualTo((KpageFlags.None, Locked)));
    }

    [TestCaseSource(nameof(All))]
    public void A_page_that_is_new_where_it_is_locked_may_not_be_counted(KernelProfile profile)
    {
        // The first one fills its object under lock, the second one finds the pages on their LRU lists.
        Script Both() => new Script(profile).Map(0, 4, shared: true).Fork().Lock(0, 4).Lock(0, 4, by: 1);
        PageRun Page(Script script) => script.Look().Of(0).Page(0);
        Assert.That(Page(Both()).Flags & Locked, Is.EqualTo(Locked), "it is locked, counted or not");
        Assert.That((Page(Both()).Undetermined, Page(Both().Unlock(0, 4)).Flags & Locked), Is.EqualTo((KpageFlags.None, KpageFlags.None)));
        Assert.That(Page(Both().Unlock(0, 4)).Undetermined, Is.EqualTo(Locked), "one of two locks was counted for certain");
        Assert.That(Page(Both().Unlock(0, 4).Lock(0, 4)).Flags & Locked, Is.EqualTo(Locked));
        Assert.That(Page(Both().Unlock(0, 4).Lock(0, 4)).Undetermined, Is.EqualTo(KpageFlags.None));
        Assert.That(Page(Both().Unlock(0, 4).Unlock(0, 4, by: 1)).Undetermined, Is.EqualTo(KpageFlags.None));
        Assert.That(Page(Both().Unlock(0, 4).Unlock(0, 4, by: 1)).Flags & Locked, Is.EqualTo(KpageFlags.None), "the last lock");
    }

    [Test]
    public void A_page_that_was_there_before_it_was_locked_is_counted()
    {
        var both = new Script(Profiles.V73).Map(0, 4, shared: true).Fork().Write(0, 4).Lock(0, 4).Lock(0, 4, by: 1).Unlock(0, 4);
        var page = both.Look().Of(0).Page(0);
        Assert.That((page.Flags & Locked, page.Undetermined), Is.EqualTo((Locked, KpageFlags.None)));
    }

    [Test]
    public void Copies_unlock_a_large_folio_once_a_page_since_6_7()
    {
        // The child's mlock copies all its pages; the parent's lock goes with them.
        foreach (var (profile, expected) in new[] { (Profiles.V61, Locked), (Profiles.V612, KpageFlags.None), (Profiles.V73, KpageFlags.None) })
        {
            var look = Thp(profile).Lock(0, 512).Fork().Lock(0, 512, by: 1).Look();
            Assert.That(look.Of(0).Page(0).Flags & Locked, Is.EqualTo(expected), profile.Version.ToString());
            Assert.That(look.Of(1).Page(0).Flags & Locked, Is.EqualTo(Locked), "small pages of its own");
        }

        Assert.That(Flags(Thp(Profiles.V73).Lock(0, 512).Fork().Lock(0, 512, onFault: true, by: 1).Write(0, 1, by: 1), 0), Is.EqualTo(Locked), "two less one");
        Assert.That(Flags(Thp(Profiles.V73).Lock(0, 512).Fork().Lock(0, 512, onFault: true, by: 1).Write(0, 2, by: 1), 0), Is.EqualTo(KpageFlags.None));
    }

    [Test]
    public void A_child_has_no_lock()
    {
        var child = new Script(Profiles.V73).Map(0, 4).Lock(0, 4).Fork().Look().Of(1);
        Assert.That((child.Sum(SmapsField.Rss), child.Sum(SmapsField.Locked)), Is.EqualTo((16, 0)));
    }

    [Test]
    public void Locking_on_fault_faults_nothing_in()
    {
        var script = new Script(Profiles.V73).Map(0, 4).Lock(0, 4, onFault: true);
        Assert.That(script.Look().Of(0).Sum(SmapsField.Rss), Is.Zero);
        Assert.That(Flags(script.Write(1, 1), 1), Is.EqualTo(Locked));
    }

    [Test]
    public void Holes_and_inaccessible_memory_are_ENOMEM()
    {
        static int Last(Script script) => script.Run().Outcomes[^2].Errno;
        Assert.That(Last(new Script(Profiles.V73).Map(0, 2).Map(3, 1).Lock(0, 4)), Is.EqualTo(12));
        Assert.That(Last(new Script(Profiles.V73).Map(0, 2, Protection.None).Lock(0, 2)), Is.EqualTo(12));
        Assert.That(Last(new Script(Profiles.V73).Map(0, 2).Lock(0, 2).Drop(0, 2)), Is.EqualTo(22));
    }

    [Test]
    public void Locked_memory_that_becomes_writable_is_faulted_in()
    {
        var p = new Script(Profiles.V73).Map(0, 4, Protection.Read).Lock(0, 4).Protect(0, 4, Protection.Read | Protection.Write).Look().Of(0);
        Assert.That(p.Sum(SmapsField.Private_Dirty), Is.EqualTo(16));
    }

    [Test]
    public void Future_mappings_are_locked_in_this_process_only()
    {
        var look = new Script(Profiles.V73)
            .Add(new MlockAllOperation(0, MlockAllFlags.Future)).Map(0, 2).Fork().Map(4, 2, by: 1).Look();
        Assert.That((look.Of(0).Sum(SmapsField.Locked), look.Of(1).Sum(SmapsField.Locked)), Is.EqualTo((4, 0)), "two pages, each shared by two");
        Assert.That(look.Of(1).Page(4).Frame, Is.EqualTo(-1));
    }

    [Test]
    public void Populated_memory_is_there_and_locked_only_if_that_is_said()
    {
        foreach (var (flag, locked) in new[] { (MapFlags.Populate, 0), (MapFlags.Locked, 8) })
        {
            var map = new MmapOperation(0, Arena.Start, 8192, Protection.Read | Protection.Write, MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed | flag);
            var p = new Script(Profiles.V73).Add(map).Look().Of(0);
            Assert.That((p.Sum(SmapsField.Rss), p.Sum(SmapsField.Locked)), Is.EqualTo((8, locked)));
        }
    }
}
