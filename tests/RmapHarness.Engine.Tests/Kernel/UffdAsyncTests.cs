using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>userfaultfd's write protection that a store ends, as kernels answered.</summary>
public class UffdAsyncTests
{
    private static readonly KernelProfile[] All = [Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    // Eight pages that were written, and eight that were never touched; all protected.
    private static Script Protected(KernelProfile profile) =>
        new Script(profile).Map(0, 16).Write(0, 8).UffdRegister(0, 16, isAsync: true).UffdProtect(0, 16);

    private static int Last(Script script) => script.Run().Outcomes[^2].Errno;

    private static bool[] Bits(Script script, params long[] pages) => [.. pages.Select(script.Look().Of(0).IsUffdProtected)];

    private static bool IsWritten(ProcSnapshot snapshot, long page) => (snapshot.Page(page).Scan & ScanCategories.Written) != 0;

    [TestCaseSource(nameof(All))]
    public void A_store_ends_the_protection_of_its_page(KernelProfile profile)
    {
        var script = Protected(profile).Write(2, 1);
        Assert.That(Last(script), Is.Zero);
        Assert.That(Bits(script, 1, 2, 3), Is.EqualTo(new[] { true, false, true }));
        Assert.That(new[] { 1L, 2, 3 }.Select(page => IsWritten(script.Look().Of(0), page)), Is.EqualTo(new[] { false, true, false }));
    }

    [TestCaseSource(nameof(All))]
    public void What_has_no_page_is_protected_by_a_marker(KernelProfile profile)
    {
        var script = Protected(profile);
        var page = script.Look().Of(0).Page(12);
        Assert.That(page.Pagemap & ~PagemapBits.SoftDirty, Is.EqualTo(PagemapBits.Swapped | PagemapBits.UffdWriteProtected));
        Assert.That((script.Look().Of(0).Sum(SmapsField.Rss), script.Look().Of(0).Sum(SmapsField.Swap)), Is.EqualTo((32, 0)));

        script.Read(12, 1).Write(13, 1);
        Assert.That(Bits(script, 12, 13, 14), Is.EqualTo(new[] { true, false, true }), "a load brings the zero page, protected");
        Assert.That(script.Look().Of(0).Page(12).Flags & KpageFlags.ZeroPage, Is.EqualTo(KpageFlags.ZeroPage));
        Assert.That(script.Look().Of(0).Sum(SmapsField.Rss), Is.EqualTo(32 + 4));
    }

    [TestCaseSource(nameof(All))]
    public void Loads_of_some_pages_bring_those_alone(KernelProfile profile)
    {
        var script = Protected(profile).Add(new TouchOperation(0, Arena.Start + (8 << 12), 8 << 12, 4 << 12, false));
        Assert.That(new[] { 8L, 9, 12 }.Select(page => (script.Look().Of(0).Page(page).Pagemap & PagemapBits.Present) != 0), Is.EqualTo(new[] { true, false, true }));
    }

    [TestCaseSource(nameof(All))]
    public void Markers_go_with_the_protection(KernelProfile profile)
    {
        foreach (var script in new[]
        {
            Protected(profile).UffdProtect(0, 16, on: false), Protected(profile).UffdUnregister(0, 16), Protected(profile).Drop(0, 16),
            Protected(profile).Move(0, 16, 32).Move(32, 16, 0),
        })
        {
            Assert.That(Bits(script, 0, 12), Is.EqualTo(new[] { false, false }));
            Assert.That(script.Look().Of(0).Page(12).Pagemap & PagemapBits.Swapped, Is.EqualTo(PagemapBits.None));
        }
    }

    [TestCaseSource(nameof(All))]
    public void A_child_has_neither_bits_nor_markers(KernelProfile profile)
    {
        var look = Protected(profile).Fork().Write(0, 1).Look();
        Assert.That((look.Of(1).IsUffdProtected(1), look.Of(1).Page(12).Pagemap & PagemapBits.Swapped), Is.EqualTo((false, PagemapBits.None)));
        Assert.That((look.Of(0).IsUffdProtected(0), look.Of(0).IsUffdProtected(1), look.Of(0).IsUffdProtected(12)), Is.EqualTo((false, true, true)));
        Assert.That(look.Of(0).Frame(0), Is.Not.EqualTo(look.Of(1).Frame(0)), "the page was shared: the store copied it");
    }

    [TestCaseSource(nameof(All))]
    public void A_store_to_a_huge_PMD_splits_it(KernelProfile profile)
    {
        var script = new Script(profile).Huge(0, 512).Write(0, 512).UffdRegister(0, 512, isAsync: true).UffdProtect(0, 512);
        Assert.That(script.Look().Of(0).Sum(SmapsField.AnonHugePages), Is.EqualTo(2048));
        script.Write(3, 1);
        Assert.That(script.Look().Of(0).Sum(SmapsField.AnonHugePages), Is.Zero);
        Assert.That(Bits(script, 2, 3, 4, 511), Is.EqualTo(new[] { true, false, true, true }));
    }

    [TestCaseSource(nameof(All))]
    public void Where_markers_were_no_THP_comes(KernelProfile profile)
    {
        foreach (var (pages, huge) in new[] { (3, 0L), (0, 2048) })
        {
            var script = new Script(profile).Huge(0, 512).UffdRegister(0, 512, isAsync: true);
            if (pages > 0)
                script.UffdProtect(0, pages);
            Assert.That(script.UffdUnregister(0, 512).Write(0, 1).Look().Of(0).Sum(SmapsField.AnonHugePages), Is.EqualTo(huge));
        }
    }

    [TestCaseSource(nameof(All))]
    public void PAGEMAP_SCAN_allows_protection_of_all_that_is_watched(KernelProfile profile)
    {
        var p = Protected(profile).UffdUnregister(8, 8).Look().Of(0);
        Assert.That(new[] { 0L, 8 }.Select(page => (p.Page(page).Scan & ScanCategories.WriteProtectAllowed) != 0), Is.EqualTo(new[] { true, false }));
        Assert.That((p.Page(0).ScanOpen, p.Page(8).ScanOpen), Is.EqualTo((ScanCategories.None, ScanCategories.Written)));
    }

    [Test]
    public void One_process_uses_one_kind() =>
        Assert.That(() => Protected(Profiles.V73).UffdRegister(0, 4).Run(), Throws.TypeOf<UnmetExpectationException>());
}
