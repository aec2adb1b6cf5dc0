using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>
/// Numbers that real kernels gave (kernel-behaviours, section 8; guest-facts), written down by hand. kB; one 2 MiB THP written
/// fully by process 0.
/// </summary>
public class WorkedExamples
{
    private static readonly KernelProfile[] WithPageMapcount = [Profiles.V61, Profiles.V612, Profiles.V73];
    private static readonly KernelProfile[] All = [.. WithPageMapcount, Profiles.V73NoPageMapcount];

    private static Script Thp(KernelProfile profile) => new Script(profile).Huge(0, 512).Write(0, 512);

    private static void Expect(ProcSnapshot process, params (SmapsField Field, long Value)[] values)
    {
        foreach (var (field, value) in values)
            Assert.That(process.Sum(field), Is.EqualTo(value), field.ToString());
    }

    [TestCaseSource(nameof(All))]
    public void A_fresh_THP_is_private_and_dirty(KernelProfile profile)
    {
        var p = Thp(profile).Look().Of(0);
        Expect(p, (SmapsField.Rss, 2048), (SmapsField.Pss, 2048), (SmapsField.Private_Dirty, 2048), (SmapsField.AnonHugePages, 2048));
        Assert.That(p.Count(0, 511), Is.EqualTo(1));
        Assert.That(p.Page(0).Pagemap, Is.EqualTo(PagemapBits.Present | PagemapBits.MmapExclusive | PagemapBits.SoftDirty));
    }

    [TestCaseSource(nameof(All))]
    public void Fork_halves_the_share(KernelProfile profile)
    {
        var look = Thp(profile).Fork().Look();
        foreach (var process in look.Processes)
        {
            Expect(process, (SmapsField.Pss, 1024), (SmapsField.Shared_Dirty, 2048), (SmapsField.AnonHugePages, 2048));
            Assert.That(process.Count(0, 511), Is.EqualTo(2));
            Assert.That(process.Page(0).Pagemap, Is.EqualTo(PagemapBits.Present | PagemapBits.SoftDirty));
        }

        Assert.That(look.Of(0).Frame(7), Is.EqualTo(look.Of(1).Frame(7)));
    }

    [TestCaseSource(nameof(All))]
    public void After_the_sharers_exit_a_write_keeps_the_whole_PMD(KernelProfile profile)
    {
        var before = Thp(profile).Look().Of(0);
        var p = Thp(profile).Fork().Exit(1).Write(0, 1).Look().Of(0);
        Assert.That(p.Frame(0), Is.EqualTo(before.Frame(0)));
        Expect(p, (SmapsField.AnonHugePages, 2048), (SmapsField.Private_Dirty, 2048));
    }

    [TestCaseSource(nameof(WithPageMapcount))]
    public void The_childs_write_copies_one_page(KernelProfile profile)
    {
        var look = Thp(profile).Fork().Write(0, 1, by: 1).Look();
        Expect(look.Of(0), (SmapsField.Pss, 1026), (SmapsField.Shared_Dirty, 2044), (SmapsField.Private_Dirty, 4), (SmapsField.AnonHugePages, 2048));
        Expect(look.Of(1), (SmapsField.Pss, 1026), (SmapsField.Shared_Dirty, 2044), (SmapsField.Private_Dirty, 4), (SmapsField.AnonHugePages, 0));
        Assert.That((look.Of(0).Count(0, 0), look.Of(0).Count(1, 511)), Is.EqualTo((1, 2)));
    }

    [Test]
    public void The_childs_write_copies_one_page_with_averages()
    {
        var look = Thp(Profiles.V73NoPageMapcount).Fork().Write(0, 1, by: 1).Look();
        Expect(look.Of(0), (SmapsField.Pss, 1024), (SmapsField.Shared_Dirty, 2048), (SmapsField.Private_Dirty, 0));
        Expect(look.Of(1), (SmapsField.Pss, 1026), (SmapsField.Shared_Dirty, 2044), (SmapsField.Private_Dirty, 4));
        Assert.That(look.Of(0).Count(0, 511), Is.EqualTo(2));
    }

    [Test]
    public void Then_the_parents_write_copies_too()
    {
        foreach (var profile in WithPageMapcount)
        {
            var look = Thp(profile).Fork().Write(0, 1, by: 1).Write(1, 1).Look();
            foreach (var process in look.Processes)
                Expect(process, (SmapsField.Pss, 1028), (SmapsField.Shared_Dirty, 2040), (SmapsField.Private_Dirty, 8));
            Assert.That((look.Of(1).Count(1, 1), look.Of(1).Count(2, 511), look.Of(0).Count(0, 0)), Is.EqualTo((1, 2, 1)));
        }

        var average = Thp(Profiles.V73NoPageMapcount).Fork().Write(0, 1, by: 1).Write(1, 1).Look();
        Expect(average.Of(0), (SmapsField.Pss, 1026), (SmapsField.Shared_Dirty, 2044), (SmapsField.Private_Dirty, 4));
        Assert.That((average.Of(0).Count(0, 0), average.Of(0).Count(2, 511), average.Of(1).Count(1, 511)), Is.EqualTo((2, 2, 2)));
    }

    [Test]
    public void Alone_with_the_rest_of_a_THP_only_new_kernels_reuse()
    {
        foreach (var (profile, reused) in new[] { (Profiles.V61, false), (Profiles.V612, false), (Profiles.V73, true), (Profiles.V73NoPageMapcount, true) })
        {
            Script Before() => Thp(profile).Fork().Write(0, 1, by: 1).Write(1, 1).Exit(1);
            var before = Before().Look().Of(0);
            Expect(before, (SmapsField.Pss, 2048), (SmapsField.Private_Dirty, 2048));
            var after = Before().Write(2, 1).Look().Of(0);
            Assert.That(after.Frame(2) == before.Frame(2), Is.EqualTo(reused), profile.Version.ToString());
        }
    }

    [TestCaseSource(nameof(All))]
    public void Dropping_half_of_an_unshared_THP(KernelProfile profile)
    {
        var p = Thp(profile).Drop(0, 256).Look().Of(0);
        Expect(p, (SmapsField.Rss, 1024), (SmapsField.Pss, 1024), (SmapsField.Private_Dirty, 1024), (SmapsField.AnonHugePages, 0));
        Assert.That(p.Page(0).Pagemap, Is.EqualTo(PagemapBits.SoftDirty));
    }

    [Test]
    public void The_child_drops_half()
    {
        foreach (var profile in WithPageMapcount)
        {
            var p = Thp(profile).Fork().Drop(0, 256, by: 1).Look().Of(0);
            Expect(p, (SmapsField.Pss, 1536), (SmapsField.Private_Dirty, 1024), (SmapsField.Shared_Dirty, 1024));
            Assert.That((p.Count(0, 255), p.Count(256, 511)), Is.EqualTo((1, 2)));
        }

        var average = Thp(Profiles.V73NoPageMapcount).Fork().Drop(0, 256, by: 1).Look().Of(0);
        Expect(average, (SmapsField.Pss, 1024), (SmapsField.Private_Dirty, 0), (SmapsField.Shared_Dirty, 2048));
        Assert.That(average.Count(0, 511), Is.EqualTo(2));
    }

    [Test]
    public void Then_the_parents_write_copies_in_every_version()
    {
        foreach (var profile in WithPageMapcount)
        {
            var look = Thp(profile).Fork().Drop(0, 256, by: 1).Write(0, 1).Look();
            Expect(look.Of(0), (SmapsField.Pss, 1536));
            Assert.That((look.Of(0).Count(1, 255), look.Of(0).Count(256, 511)), Is.EqualTo((1, 2)));
        }

        var average = Thp(Profiles.V73NoPageMapcount).Fork().Drop(0, 256, by: 1).Write(0, 1).Look();
        Expect(average.Of(0), (SmapsField.Pss, 2048), (SmapsField.Shared_Dirty, 2044), (SmapsField.Private_Dirty, 4));
        Expect(average.Of(1), (SmapsField.Pss, 1024), (SmapsField.Shared_Dirty, 1024));
        Assert.That(average.Of(1).Count(256, 511), Is.EqualTo(1));
    }

    [TestCaseSource(nameof(All))]
    public void Three_mappers_of_every_page_lose_the_rest_of_the_division(KernelProfile profile)
    {
        // 512 * (4096 * 4096 / 3) / 4096 / 1024 = 682, cut
        var look = Thp(profile).Fork().Fork().Look();
        foreach (var process in look.Processes)
            Expect(process, (SmapsField.Pss, 682));
    }

    [TestCaseSource(nameof(All))]
    public void A_read_of_a_hole_in_a_hugepage_VMA_maps_the_huge_zero_folio(KernelProfile profile)
    {
        var p = new Script(profile).Huge(0, 512).Read(3, 1).Look().Of(0);
        Expect(p, (SmapsField.Rss, 0), (SmapsField.AnonHugePages, 0));
        Assert.That(p.Page(511).Pagemap, Is.EqualTo(PagemapBits.Present | PagemapBits.SoftDirty));
        Assert.That(p.Page(511).MapCount, Is.Zero);
    }

    [Test]
    public void A_write_to_the_huge_zero_folio_gives_a_THP_since_6_13()
    {
        foreach (var (profile, rss) in new[] { (Profiles.V61, 4), (Profiles.V612, 4), (Profiles.V73, 2048) })
        {
            var p = new Script(profile).Huge(0, 512).Read(0, 1).Write(5, 1).Look().Of(0);
            Expect(p, (SmapsField.Rss, rss), (SmapsField.AnonHugePages, rss == 2048 ? 2048 : 0));
        }
    }
}
