using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>userfaultfd's write protection, as kernels answered.</summary>
public class UffdTests
{
    private const int BusError = -7;

    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    private static Script Watched(KernelProfile profile) => new Script(profile).Map(0, 16).Write(0, 16).UffdRegister(0, 16);

    // Pages 4 to 7.
    private static Script Protected(KernelProfile profile) => Watched(profile).UffdProtect(4, 4);

    private static int Last(Script script) => script.Run().Outcomes[^2].Errno;

    [TestCaseSource(nameof(All))]
    public void A_store_to_a_protected_page_is_SIGBUS_and_changes_nothing(KernelProfile profile)
    {
        var trace = Protected(profile).Write(0, 16).Run();
        Assert.That(trace.Outcomes[4].Errno, Is.EqualTo(BusError));
        Assert.That(new[] { 3L, 4, 7, 8 }.Select(trace.Observations[^1].Of(0).IsUffdProtected), Is.EqualTo(new[] { false, true, true, false }));
        Assert.That((PageToken.StepOf(trace.Contents![0].Runs[0].Word), trace.Contents[0].Runs.Count), Is.EqualTo((4, 2)), "pages 0 to 3 were stored to again");
    }

    [TestCaseSource(nameof(All))]
    public void A_load_is_nobody_s_business(KernelProfile profile) => Assert.That(Last(Protected(profile).Read(0, 16)), Is.Zero);

    [TestCaseSource(nameof(All))]
    public void Freed_pages_can_be_stored_to(KernelProfile profile)
    {
        var script = Protected(profile).UffdProtect(4, 4, on: false).Write(0, 16);
        Assert.That(Last(script), Is.Zero);
        Assert.That(script.Look().Of(0).IsUffdProtected(4), Is.False);
    }

    [TestCaseSource(nameof(All))]
    public void What_has_no_page_is_not_protected(KernelProfile profile)
    {
        var script = new Script(profile).Map(0, 16).Read(0, 1).UffdRegister(0, 16).UffdProtect(0, 16).Write(1, 15);
        Assert.That(Last(script), Is.Zero);
        Assert.That(new[] { 0L, 1, 15 }.Select(script.Look().Of(0).IsUffdProtected), Is.EqualTo(new[] { true, false, false }), "a zero page is a page");
        Assert.That(Last(script.Write(0, 1)), Is.EqualTo(BusError));
    }

    [TestCaseSource(nameof(All))]
    public void A_change_of_rights_keeps_the_protection(KernelProfile profile)
    {
        var script = Protected(profile).Protect(0, 16, Protection.Read).Protect(0, 16, Protection.Read | Protection.Write);
        Assert.That(Last(script.Write(8, 8)), Is.Zero);
        Assert.That(Last(script.Write(4, 1)), Is.EqualTo(BusError));
    }

    [Test]
    public void A_change_of_rights_does_not_make_a_clean_protected_page_writable()
    {
        // A load leaves the page clean on 6.12.
        var script = Watched(Profiles.V612).Add(new SwaponOperation(0, 1 << 20)).Advise(0, 16, Advice.PageOut).Read(0, 16).UffdProtect(4, 4);
        script.Protect(0, 16, Protection.Read).Protect(0, 16, Protection.Read | Protection.Write).Advise(0, 16, Advice.PopulateWrite);
        Assert.That(Last(script), Is.EqualTo(14));
    }

    [TestCaseSource(nameof(All))]
    public void Populating_for_stores_fails_where_a_store_would(KernelProfile profile)
    {
        Assert.That(Last(Protected(profile).Advise(0, 16, Advice.PopulateWrite)), Is.EqualTo(14));
        Assert.That(Last(Protected(profile).Advise(0, 16, Advice.PopulateRead)), Is.Zero);
    }

    [TestCaseSource(nameof(All))]
    public void A_child_is_not_watched_unless_it_asks(KernelProfile profile)
    {
        var script = Protected(profile).Fork().Write(4, 1, by: 1);
        var look = script.Look();
        Assert.That((look.Of(0).IsUffdProtected(5), look.Of(1).IsUffdProtected(5)), Is.EqualTo((true, false)));
        Assert.That(look.Of(0).Watched().Concat(look.Of(1).Watched()), Is.EqualTo(new[] { true, false }));
        Assert.That(look.Of(1).Frame(4), Is.Not.EqualTo(look.Of(0).Frame(4)));
        Assert.That(Last(script.UffdProtect(0, 16, by: 1)), Is.EqualTo(2));
        Assert.That(Last(script.UffdRegister(0, 16, by: 1).UffdProtect(0, 16, by: 1)), Is.Zero);
        Assert.That(Last(script.Write(0, 1, by: 1)), Is.EqualTo(BusError));
    }

    [TestCaseSource(nameof(All))]
    public void What_is_not_watched_cannot_be_protected(KernelProfile profile)
    {
        var script = new Script(profile).Map(0, 16).Write(0, 16).UffdProtect(0, 4);
        Assert.That(Last(script), Is.EqualTo(2));
        Assert.That(script.Look().Of(0).IsUffdProtected(0), Is.False);
    }

    [Test]
    public void Several_VMAs_are_protected_at_once_since_6_4()
    {
        foreach (var (profile, errno, first, last) in new[] { (Profiles.V61, 2, false, false), (Profiles.V612, 0, true, true), (Profiles.V73, 0, true, true) })
        {
            var script = Watched(profile).Advise(8, 8, Advice.DontDump).UffdProtect(0, 16);
            Assert.That(Last(script), Is.EqualTo(errno), profile.Version.ToString());
            Assert.That((script.Look().Of(0).IsUffdProtected(0), script.Look().Of(0).IsUffdProtected(15)), Is.EqualTo((first, last)));
        }
    }

    [TestCaseSource(nameof(All))]
    public void Protection_survives_swap(KernelProfile profile)
    {
        var script = Protected(profile).Add(new SwaponOperation(0, 1 << 20)).Advise(0, 16, Advice.PageOut);
        Assert.That((script.Look().Of(0).IsUffdProtected(4), script.Look().Of(0).IsUffdProtected(8)), Is.EqualTo((true, false)));
        script.Read(0, 16).Write(4, 1);
        Assert.That(Last(script), Is.EqualTo(BusError));
        Assert.That(script.Look().Of(0).IsUffdProtected(4), Is.True);
    }

    [TestCaseSource(nameof(All))]
    public void Protection_survives_swapoff(KernelProfile profile)
    {
        var script = Protected(profile).Add(new SwaponOperation(0, 1 << 20)).Advise(0, 16, Advice.PageOut).Add(new SwapoffOperation(0));
        Assert.That((script.Look().Of(0).Sum(SmapsField.Rss), script.Look().Of(0).IsUffdProtected(4), script.Look().Of(0).IsUffdProtected(8)), Is.EqualTo((64, true, false)));
    }

    [Test]
    public void A_store_that_does_not_come_to_pass_made_a_page_from_swap_dirty()
    {
        foreach (var (profile, dirty) in new[] { (Profiles.V61, 4), (Profiles.V612, 0) })
        {
            var script = Protected(profile).Add(new SwaponOperation(0, 1 << 20)).Advise(0, 16, Advice.PageOut).Write(4, 1);
            Assert.That(Last(script), Is.EqualTo(BusError));
            Assert.That((script.Look().Of(0).Sum(SmapsField.Rss), script.Look().Of(0).Sum(SmapsField.Private_Dirty)), Is.EqualTo((4, dirty)));
        }
    }

    [TestCaseSource(nameof(All))]
    public void Unregistering_frees_all_and_cuts_the_VMA(KernelProfile profile)
    {
        var script = Watched(profile).UffdProtect(0, 16).UffdUnregister(4, 8);
        Assert.That(script.Look().Of(0).Watched(), Is.EqualTo(new[] { true, false, true }));
        Assert.That(new[] { 3L, 4, 11, 12 }.Select(script.Look().Of(0).IsUffdProtected), Is.EqualTo(new[] { true, false, false, true }));
        Assert.That(script.UffdUnregister(0, 16).Look().Of(0).Watched(), Is.EqualTo(new[] { false }));
    }

    [TestCaseSource(nameof(All))]
    public void Nothing_is_there_to_be_watched(KernelProfile profile)
    {
        Assert.That(Last(new Script(profile).Map(0, 16).UffdRegister(32, 4)), Is.EqualTo(22));
        Assert.That(Last(new Script(profile).Map(0, 16).UffdUnregister(32, 4)), Is.EqualTo(22));
    }

    [Test]
    public void Shared_memory_is_not_modelled() =>
        Assert.That(() => new Script(Profiles.V73).Map(0, 16, shared: true).UffdRegister(0, 16).Run(), Throws.TypeOf<UnmetExpectationException>());
}
