using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

public class KsmTests
{
    private const long Pmd = 512;
    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    private static Script Equal(KernelProfile profile) =>
        new Script(profile).Map(0, 8).Advise(0, 8, Advice.Mergeable).Write(0, 8).WriteEqual(2, 4);

    [TestCaseSource(nameof(All))]
    public void Equal_pages_become_the_second_of_them(KernelProfile profile)
    {
        var before = Equal(profile).Look().Of(0);
        var look = Equal(profile).Merge().Look();
        var after = look.Of(0);
        Assert.That(Enumerable.Range(2, 4).Select(page => after.Frame(page)), Is.All.EqualTo(before.Frame(3)));
        Assert.That((after.Count(0, 1), after.Count(2, 5), after.Count(6, 7)), Is.EqualTo((1, 4, 1)));
        Assert.That(after.Page(2).Flags.HasFlag(KpageFlags.Ksm | KpageFlags.Dirty), Is.True);
        Assert.That((after.Sum(SmapsField.Rss), after.Sum(SmapsField.Pss), after.Sum(SmapsField.Shared_Dirty)), Is.EqualTo((32, 20, 16)));
        Assert.That(look.Memcg![MemcgField.anon], Is.EqualTo(5L << 12));
        if (profile.SmapsHasKsm)
            Assert.That(after.Sum(SmapsField.KSM), Is.EqualTo(16));
    }

    [TestCaseSource(nameof(All))]
    public void What_nobody_asked_to_merge_and_what_differs_stays(KernelProfile profile)
    {
        var look = new Script(profile).Map(0, 8).WriteEqual(0, 8).Merge().Look();
        Assert.That(look.Of(0).Count(0, 7), Is.EqualTo(1));
        Assert.That(new Script(profile).Map(0, 8).Advise(0, 8, Advice.Mergeable).Write(0, 8).Merge().Look().Of(0).Count(0, 7), Is.EqualTo(1));
    }

    [TestCaseSource(nameof(All))]
    public void A_store_copies_a_merged_page_even_for_its_last_owner(KernelProfile profile)
    {
        var merged = Equal(profile).Merge().Look().Of(0);
        var p = Equal(profile).Merge().Drop(3, 3).Write(2, 1).Look().Of(0);
        Assert.That(p.Frame(2), Is.Not.EqualTo(merged.Frame(2)));
        Assert.That((p.Count(2, 2), p.Page(2).Flags.HasFlag(KpageFlags.Ksm)), Is.EqualTo((1, false)));
    }

    [TestCaseSource(nameof(All))]
    public void Pages_of_several_processes_merge_in_the_order_in_which_they_became_mergeable(KernelProfile profile)
    {
        var script = new Script(profile).Map(0, 8).Fork().Advise(0, 8, Advice.Mergeable, by: 1).Advise(0, 8, Advice.Mergeable).WriteEqual(5, 1).WriteEqual(5, 1, by: 1);
        var before = script.Look();
        var look = script.Merge().Look();
        Assert.That(look.Processes.Select(process => process.Frame(5)), Is.All.EqualTo(before.Of(0).Frame(5)));
    }

    [TestCaseSource(nameof(All))]
    public void A_page_that_fork_shares_is_nothing_to_merge_until_there_is_another(KernelProfile profile)
    {
        var script = new Script(profile).Map(0, 8).Advise(0, 8, Advice.Mergeable).WriteEqual(0, 1).Fork().Merge();
        var shared = script.Look();
        Assert.That(shared.Of(0).Page(0).Flags.HasFlag(KpageFlags.Ksm), Is.False);
        var look = script.WriteEqual(4, 1, by: 1).Merge().Look();
        Assert.That((look.Of(0).Count(0, 0), look.Of(1).Count(4, 4)), Is.EqualTo((3, 3)));
    }

    private static readonly object[] Unmerged = [new object[] { Profiles.V61, true }, new object[] { Profiles.V612, false }, new object[] { Profiles.V73, false }];

    [TestCaseSource(nameof(Unmerged))]
    public void Pages_that_are_given_back_are_copies(KernelProfile profile, bool dirty)
    {
        var p = Equal(profile).Merge().Advise(0, 4, Advice.Unmergeable).Look().Of(0);
        Assert.That((p.Count(2, 2), p.Count(3, 3), p.Count(4, 5)), Is.EqualTo((1, 1, 2)));
        Assert.That(p.Vmas[0].Counters[SmapsField.Private_Dirty], Is.EqualTo(dirty ? 16 : 8));
        var moved = Equal(profile).Merge().Map(100, 8).Move(0, 8, 100).Look().Of(0);
        Assert.That(moved.Count(100, 107), Is.EqualTo(1));
    }

    [TestCaseSource(nameof(All))]
    public void Two_equal_pages_of_one_large_folio_split_it_and_merge_in_the_next_scan(KernelProfile profile)
    {
        var look = new Script(profile).Huge(0, Pmd).Advise(0, Pmd, Advice.Mergeable).Write(0, Pmd).WriteEqual(3, 2).Merge().Look();
        Assert.That((look.Of(0).Count(3, 4), look.Of(0).Sum(SmapsField.AnonHugePages)), Is.EqualTo((2, 0)));
        Assert.That((look.Thp!.Events[ThpEvent.thp_split_page], look.Thp.Events[ThpEvent.thp_split_page_failed]), Is.EqualTo((1, 1)));
    }

    [Test]
    public void What_a_pin_holds_is_not_predicted() =>
        Assert.That(() => Equal(Profiles.V73).Pin(3, 1).Merge().Look(), Throws.TypeOf<UnmetExpectationException>());
}
