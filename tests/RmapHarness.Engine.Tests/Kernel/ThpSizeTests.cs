using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>THPs below PMD size: which folio a fault takes, and what becomes of it, as kernels answered.</summary>
public class ThpSizeTests
{
    private static readonly KernelProfile[] All = [Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    private static Script With(KernelProfile profile, ulong pages, ThpMode mode = ThpMode.Always) =>
        new Script(profile).Add(new ThpSizeOperation(0, pages << profile.Geometry.PageShift, mode));

    private static bool IsLarge(Observation look, long page, int process = 0) => (look.Of(process).Page(page).Flags & KpageFlags.Thp) != 0;

    [TestCaseSource(nameof(All))]
    public void One_store_maps_the_whole_block(KernelProfile profile)
    {
        var look = With(profile, 16).Map(0, 40).Write(5, 1).Look();
        Assert.That((look.Of(0).Sum(SmapsField.Rss), look.Of(0).Sum(SmapsField.Private_Dirty)), Is.EqualTo((64, 64)));
        Assert.That(look.Of(0).Page(15).Flags & (KpageFlags.CompoundTail | KpageFlags.CompoundHead), Is.EqualTo(KpageFlags.CompoundTail));
        Assert.That(look.Of(0).Page(0).Flags & (KpageFlags.CompoundTail | KpageFlags.CompoundHead), Is.EqualTo(KpageFlags.CompoundHead));
    }

    [TestCaseSource(nameof(All))]
    public void The_largest_block_without_an_entry_is_taken(KernelProfile profile)
    {
        var script = With(profile, 16).Add(new ThpSizeOperation(0, 4 << 12, ThpMode.Always)).Map(0, 48).Write(5, 1).Read(40, 1).Write(35, 1).Write(40, 1);
        var look = script.Look();
        Assert.That(look.Of(0).Sum(SmapsField.Rss), Is.EqualTo(64 + 16 + 4), "16 pages, then 4 beside a zero page, then 1 in its place");
        Assert.That((IsLarge(look, 5), IsLarge(look, 32), IsLarge(look, 40)), Is.EqualTo((true, true, false)));
    }

    [TestCase(ThpMode.Always, true, true)]
    [TestCase(ThpMode.Madvise, false, true)]
    [TestCase(ThpMode.Inherit, false, true)]
    [TestCase(ThpMode.Never, false, false)]
    public void Modes(ThpMode mode, bool plain, bool advised)
    {
        var pmd = new ThpSizeOperation(0, 512 << 12, ThpMode.Never);
        var look = With(Profiles.V73, 16, mode).Add(pmd).Map(0, 16).Map(512, 16).Advise(512, 16, Advice.HugePage).Write(0, 1).Write(512, 1).Look();
        Assert.That((IsLarge(look, 0), IsLarge(look, 512)), Is.EqualTo((plain, advised)));
        Assert.That(look.Of(0).Vmas.Select(vma => vma.Counters[SmapsField.THPeligible]), Is.EqualTo(new[] { plain ? 1L : 0, advised ? 1L : 0 }));
    }

    [Test]
    public void Blocks_outside_the_mapping_are_not_taken()
    {
        var look = With(Profiles.V73, 16).Map(2, 20).Write(2, 20).Look();
        Assert.That(look.Of(0).Sum(SmapsField.Rss), Is.EqualTo(80));
        Assert.That((IsLarge(look, 4), IsLarge(look, 20)), Is.EqualTo((false, false)), "neither 0..16 nor 16..32 lies in it");
    }

    [Test]
    public void A_worked_example_of_three_owners()
    {
        // kernel-behaviours, section 8: parent, a child that dropped pages 0 to 7, and a second child.
        foreach (var (profile, counts, pss) in new[] { (Profiles.V73, (2L, 3L), (26L, 10L, 26L)), (Profiles.V73NoPageMapcount, (3L, 3L), (21L, 10L, 21L)) })
        {
            var look = With(profile, 16).Map(0, 16).Write(0, 16).Fork().Fork().Drop(0, 8, by: 1).Look();
            Assert.That((look.Of(0).Count(0, 7), look.Of(0).Count(8, 15)), Is.EqualTo(counts));
            Assert.That((look.Of(0).Sum(SmapsField.Pss), look.Of(1).Sum(SmapsField.Pss), look.Of(2).Sum(SmapsField.Pss)), Is.EqualTo(pss));
        }
    }

    [Test]
    public void A_PTE_mapped_folio_is_reused_after_the_sharers_exit_only_since_6_15()
    {
        foreach (var (profile, same) in new[] { (Profiles.V612, false), (Profiles.V73, true) })
        {
            Script Shared() => With(profile, 16).Map(0, 16).Write(0, 16).Fork();
            var frame = Shared().Look().Of(0).Frame(3);
            Assert.That(Shared().Exit(1).Write(3, 1).Look().Of(0).Frame(3) == frame, Is.EqualTo(same), profile.Version.ToString());
        }
    }

    [Test]
    public void Sizes_that_do_not_exist_are_ENOENT()
    {
        foreach (var (profile, pages) in new[] { (Profiles.V73, 1UL), (Profiles.V73, 2UL), (Profiles.V73, 1024UL), (Profiles.V61, 16UL) })
            Assert.That(With(profile, pages).Run().Outcomes[0].Errno, Is.EqualTo(2));
        Assert.That(With(Profiles.V73, 4).Run().Outcomes[0].Errno, Is.Zero);
    }
}
