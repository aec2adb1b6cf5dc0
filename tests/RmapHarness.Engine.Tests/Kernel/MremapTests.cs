using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>mremap, as kernels answered.</summary>
public class MremapTests
{
    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    private static Script Thp(KernelProfile profile) => new Script(profile).Huge(0, 512).Write(0, 512);

    private static int Last(Script script) => script.Run().Outcomes[^2].Errno;

    [TestCaseSource(nameof(All))]
    public void A_THP_stays_PMD_mapped_only_at_an_aligned_address(KernelProfile profile)
    {
        foreach (var (to, huge) in new[] { (1024L, 2048L), (1025L, 0L) })
        {
            var before = Thp(profile).Look().Of(0).Frame(9);
            var p = Thp(profile).Move(0, 512, to).Look().Of(0);
            Assert.That((p.Sum(SmapsField.Rss), p.Sum(SmapsField.AnonHugePages), p.Vmas.Count), Is.EqualTo((2048, huge, 1)));
            Assert.That((p.Frame(to + 9), p.Count(to, to + 511)), Is.EqualTo((before, 1L)), "same frames, same counts");
        }
    }

    [Test]
    public void Memory_that_is_left_may_have_a_THP_again_only_if_its_page_table_moved_too()
    {
        foreach (var (to, huge) in new[] { (1024L, 4096L), (1025L, 0L) })
        {
            var p = Thp(Profiles.V73).Move(0, 512, to, leaves: true).Write(0, 1).Look().Of(0);
            Assert.That(p.Sum(SmapsField.AnonHugePages), Is.EqualTo(huge));
        }
    }

    [Test]
    public void A_whole_page_table_moves_with_its_entries()
    {
        foreach (var (to, huge) in new[] { (1024L, 2048L), (1025L, 0L) })
        {
            var p = new Script(Profiles.V73).Map(0, 512).Write(0, 512).Advise(0, 512, Advice.HugePage).Move(0, 512, to, leaves: true).Write(0, 1).Look().Of(0);
            Assert.That(p.Sum(SmapsField.AnonHugePages), Is.EqualTo(huge));
        }
    }

    [Test]
    public void The_sharer_keeps_its_pages_where_they_were()
    {
        var look = Thp(Profiles.V73).Fork().Move(0, 128, 1024, by: 1).Look();
        Assert.That(look.Of(0).Count(0, 511), Is.EqualTo(2));
        Assert.That(look.Of(1).Frame(1024), Is.EqualTo(look.Of(0).Frame(0)));
        Assert.That(look.Of(1).Sum(SmapsField.Rss), Is.EqualTo(2048));
    }

    [Test]
    public void Touched_memory_keeps_its_offset_and_does_not_join_untouched_neighbours()
    {
        static int Vmas(Script script) => script.Look().Of(0).Vmas.Count;
        Assert.That(Vmas(new Script(Profiles.V73).Map(0, 4).Map(20, 4).Move(0, 4, 24)), Is.EqualTo(1));
        Assert.That(Vmas(new Script(Profiles.V73).Map(0, 4).Write(0, 4).Map(20, 4).Move(0, 4, 24)), Is.EqualTo(2));
    }

    [Test]
    public void Several_VMAs_move_at_once_since_6_17()
    {
        foreach (var (profile, errno, rss) in new[] { (Profiles.V61, 14, 16), (Profiles.V612, 14, 16), (Profiles.V73, 0, 16) })
        {
            var script = new Script(profile).Map(0, 4).Write(0, 4).Protect(0, 2, Protection.Read).Map(20, 4).Write(20, 4).Move(0, 4, 20);
            Assert.That(Last(script), Is.EqualTo(errno), profile.Version.ToString());
            Assert.That(script.Look().Of(0).Sum(SmapsField.Rss), Is.EqualTo(rss), "the destination is unmapped either way");
        }
    }

    [Test]
    public void What_cannot_be_moved_or_grown()
    {
        Assert.That(Last(new Script(Profiles.V73).Map(0, 8).Move(0, 4, 2)), Is.EqualTo(22), "onto itself");
        Assert.That(Last(new Script(Profiles.V73).Map(4, 4).Move(0, 8, 20)), Is.EqualTo(14), "a hole");
        Assert.That(Last(new Script(Profiles.V73).Map(0, 8).Resize(0, 4, 6)), Is.EqualTo(12), "from the middle");
        Assert.That(Last(new Script(Profiles.V73).Map(0, 4).Map(4, 4, Protection.Read).Resize(0, 4, 6)), Is.EqualTo(12), "over a neighbour");
    }

    [Test]
    public void A_mapping_grows_and_shrinks_in_place()
    {
        var p = new Script(Profiles.V73).Map(0, 4).Write(0, 4).Resize(0, 4, 6).Look().Of(0);
        Assert.That((p.Sum(SmapsField.Size), p.Sum(SmapsField.Rss)), Is.EqualTo((24, 16)));
        p = new Script(Profiles.V73).Map(0, 4).Write(0, 4).Resize(0, 4, 1).Look().Of(0);
        Assert.That((p.Sum(SmapsField.Size), p.Sum(SmapsField.Rss)), Is.EqualTo((4, 4)));
    }

    [TestCaseSource(nameof(All))]
    public void A_part_that_keeps_its_length_changes_nothing(KernelProfile profile)
    {
        var p = new Script(profile).Map(0, 8).Write(0, 8).Resize(2, 1, 1).Look().Of(0);
        Assert.That((p.Vmas.Count, p.Sum(SmapsField.Size), p.Sum(SmapsField.Rss)), Is.EqualTo((1, 32, 32)));
    }

    [Test]
    public void Locked_memory_is_filled_where_it_grows()
    {
        var p = new Script(Profiles.V73).Map(0, 4).Lock(0, 4).Resize(0, 4, 6).Look().Of(0);
        Assert.That((p.Sum(SmapsField.Rss), p.Sum(SmapsField.Locked)), Is.EqualTo((24, 24)));
    }
}
