using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>userfaultfd's write protection and folios of several pages, as kernels answered.</summary>
public class UffdFolioTests
{
    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    private static readonly KernelProfile[] WithSizes = [Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    private static Script Thp(KernelProfile profile) => new Script(profile).Huge(0, 512).Write(0, 512).UffdRegister(0, 512);

    // One folio of 16 pages.
    private static Script Sixteen(KernelProfile profile) =>
        new Script(profile).Add(new ThpSizeOperation(0, 16 << 12, ThpMode.Madvise)).Huge(0, 16).Write(0, 1).UffdRegister(0, 16);

    private static bool IsLarge(Observation look, long page) => (look.Of(0).Page(page).Flags & KpageFlags.Thp) != 0;

    [TestCaseSource(nameof(All))]
    public void A_part_of_a_huge_PMD_splits_it(KernelProfile profile)
    {
        var script = Thp(profile).UffdProtect(0, 512);
        Assert.That((script.Look().Of(0).Sum(SmapsField.AnonHugePages), script.Look().Of(0).IsUffdProtected(511)), Is.EqualTo((2048, true)));
        var look = script.UffdProtect(0, 256, on: false).Look();
        Assert.That((look.Of(0).Sum(SmapsField.AnonHugePages), look.Of(0).IsUffdProtected(255), look.Of(0).IsUffdProtected(256)), Is.EqualTo((0, false, true)));
        Assert.That(IsLarge(look, 9), Is.True, "the folio is whole");
    }

    [TestCaseSource(nameof(All))]
    public void The_huge_zero_folio_is_protected_whole_or_in_pages(KernelProfile profile)
    {
        foreach (var (pages, zeroKept, last) in new[] { (512, true, true), (256, false, false) })
        {
            var script = new Script(profile).Huge(0, 512).Read(0, 1).UffdRegister(0, 512).UffdProtect(0, pages).Write(0, 1);
            Assert.That(script.Run().Outcomes[^2].Errno, Is.EqualTo(-7));
            var look = script.Look();
            Assert.That((IsLarge(look, 0), look.Of(0).IsUffdProtected(0), look.Of(0).IsUffdProtected(511)), Is.EqualTo((zeroKept, true, last)));
            Assert.That(look.Of(0).Page(0).Flags & KpageFlags.ZeroPage, Is.EqualTo(KpageFlags.ZeroPage));
        }
    }

    [TestCaseSource(nameof(All))]
    public void The_huge_zero_folio_is_split_with_its_protection(KernelProfile profile)
    {
        var script = new Script(profile).Huge(0, 512).Read(0, 1).UffdRegister(0, 512).UffdProtect(0, 512).UffdProtect(0, 256, on: false);
        Assert.That((script.Look().Of(0).IsUffdProtected(255), script.Look().Of(0).IsUffdProtected(256)), Is.EqualTo((false, true)));
    }

    [Test]
    public void Zero_pages_that_a_split_gives_back_stay_protected()
    {
        foreach (var (profile, zero) in new[] { (Profiles.V61, false), (Profiles.V612, true), (Profiles.V73, true) })
        {
            // Reclaim splits the folio and then finds no swap area.
            var script = new Script(profile).Huge(0, 512).Write(0, 8).UffdRegister(0, 512).UffdProtect(0, 512).Advise(0, 512, Advice.PageOut);
            var look = script.Look();
            Assert.That((look.Of(0).Page(9).Flags & KpageFlags.ZeroPage) != 0, Is.EqualTo(zero), profile.Version.ToString());
            Assert.That((look.Of(0).IsUffdProtected(7), look.Of(0).IsUffdProtected(9)), Is.EqualTo((true, true)));
            Assert.That(script.Write(9, 1).Run().Outcomes[^2].Errno, Is.EqualTo(-7));
        }
    }

    [TestCaseSource(nameof(WithSizes))]
    public void Where_faults_are_watched_they_bring_small_folios(KernelProfile profile)
    {
        var look = new Script(profile).Add(new ThpSizeOperation(0, 16 << 12, ThpMode.Always)).Map(0, 32).Write(0, 1).UffdRegister(0, 32).Write(20, 1).Look();
        Assert.That((IsLarge(look, 0), IsLarge(look, 20), look.Of(0).Sum(SmapsField.Rss)), Is.EqualTo((true, false, 64 + 4)));
    }

    [TestCaseSource(nameof(WithSizes))]
    public void Advice_meets_a_folio_in_parts_where_its_protection_changes(KernelProfile profile)
    {
        Assert.That(IsLarge(Sixteen(profile).Advise(0, 16, Advice.Free).Look(), 9), Is.True);
        Assert.That(IsLarge(Sixteen(profile).UffdProtect(0, 16).Advise(0, 16, Advice.Free).Look(), 9), Is.True);
        Assert.That(IsLarge(Sixteen(profile).UffdProtect(0, 8).Advise(0, 16, Advice.Free).Look(), 9), Is.False, "no part is the whole folio, so it is split");
    }

    [Test]
    public void A_folio_that_goes_in_parts_is_deferred()
    {
        static long Deferred(Script script) => script.Drop(0, 16).Look().Thp!.Sizes[64][ThpStat.split_deferred];

        foreach (var profile in new[] { Profiles.V612, Profiles.V73 })
        {
            Assert.That(Deferred(Sixteen(profile).UffdProtect(0, 16)), Is.Zero);
            Assert.That(Deferred(Sixteen(profile).UffdProtect(0, 8)), Is.EqualTo(1));
        }
    }
}
