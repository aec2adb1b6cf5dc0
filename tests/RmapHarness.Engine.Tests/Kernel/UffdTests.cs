using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>userfaultfd's write protection, as kernels answered.</summary>
public class UffdTests
{
    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    private static ulong At(long page) => Arena.Start + ((ulong)page << 12);

    private static UffdRegisterOperation Register(long page, long pages) => new(0, At(page), (ulong)pages << 12);

    private static UffdProtectOperation Protect(long page, long pages, bool on = true) => new(0, At(page), (ulong)pages << 12, on);

    private static Script Protected(KernelProfile profile) => new Script(profile).Map(0, 16).Write(0, 16).Add(Register(0, 16)).Add(Protect(4, 4));

    private static bool IsProtected(Observation look, int process, long page) => (look.Of(process).Page(page).Pagemap & PagemapBits.UffdWriteProtected) != 0;

    [TestCaseSource(nameof(All))]
    public void A_store_to_a_protected_page_is_SIGBUS_and_changes_nothing(KernelProfile profile)
    {
        var trace = Protected(profile).Write(0, 16).Run();
        Assert.That(trace.Outcomes[4].Errno, Is.EqualTo(-7));
        var look = trace.Observations[^1];
        Assert.That((IsProtected(look, 0, 3), IsProtected(look, 0, 4), IsProtected(look, 0, 7), IsProtected(look, 0, 8)), Is.EqualTo((false, true, true, false)));
        Assert.That((PageToken.StepOf(trace.Contents![0].Runs[0].Word), trace.Contents[0].Runs.Count), Is.EqualTo((4, 2)), "pages 0 to 3 were stored to again");
    }

    [TestCaseSource(nameof(All))]
    public void Freed_pages_can_be_stored_to(KernelProfile profile)
    {
        var trace = Protected(profile).Add(Protect(4, 4, on: false)).Write(0, 16).Run();
        Assert.That(trace.Outcomes[5].Errno, Is.Zero);
        Assert.That(IsProtected(trace.Observations[^1], 0, 4), Is.False);
    }

    [TestCaseSource(nameof(All))]
    public void A_child_is_not_watched(KernelProfile profile)
    {
        var look = Protected(profile).Fork().Write(4, 1, by: 1).Look();
        Assert.That((IsProtected(look, 0, 5), IsProtected(look, 1, 5)), Is.EqualTo((true, false)));
        Assert.That((look.Of(0).Vmas[0].Flags.Contains("uw"), look.Of(1).Vmas[0].Flags.Contains("uw")), Is.EqualTo((true, false)));
        Assert.That(look.Of(1).Frame(4), Is.Not.EqualTo(look.Of(0).Frame(4)));
    }

    [TestCaseSource(nameof(All))]
    public void A_part_of_a_huge_PMD_splits_it(KernelProfile profile)
    {
        var script = new Script(profile).Huge(0, 512).Write(0, 512).Add(Register(0, 512));
        var look = script.Add(Protect(0, 512)).Look();
        Assert.That((look.Of(0).Sum(SmapsField.AnonHugePages), IsProtected(look, 0, 511)), Is.EqualTo((2048, true)));
        look = script.Add(Protect(0, 256, on: false)).Look();
        Assert.That((look.Of(0).Sum(SmapsField.AnonHugePages), IsProtected(look, 0, 255), IsProtected(look, 0, 256)), Is.EqualTo((0, false, true)));
        Assert.That(look.Of(0).Page(9).Flags & KpageFlags.Thp, Is.EqualTo(KpageFlags.Thp), "the folio is whole");
    }

    [TestCaseSource(nameof(All))]
    public void What_is_not_watched_cannot_be_protected(KernelProfile profile)
    {
        var trace = new Script(profile).Map(0, 16).Write(0, 16).Add(Protect(0, 4)).Run();
        Assert.That(trace.Outcomes[2].Errno, Is.EqualTo(2));
        Assert.That(IsProtected(trace.Observations[^1], 0, 0), Is.False);
    }

    [TestCaseSource(nameof(All))]
    public void Protection_survives_swap(KernelProfile profile)
    {
        var script = Protected(profile).Add(new SwaponOperation(0, 1 << 20)).Advise(0, 16, Advice.PageOut);
        Assert.That((IsProtected(script.Look(), 0, 4), IsProtected(script.Look(), 0, 8)), Is.EqualTo((true, false)));
        var trace = script.Read(0, 16).Write(4, 1).Run();
        Assert.That((IsProtected(trace.Observations[^1], 0, 4), trace.Outcomes[^2].Errno), Is.EqualTo((true, -7)));
    }

    [TestCaseSource(nameof(All))]
    public void Unregistering_frees_all(KernelProfile profile)
    {
        var look = Protected(profile).Add(new UffdUnregisterOperation(0, At(0), 16 << 12)).Write(0, 16).Look();
        Assert.That((IsProtected(look, 0, 4), look.Of(0).Vmas[0].Flags.Contains("uw")), Is.EqualTo((false, false)));
    }
}
