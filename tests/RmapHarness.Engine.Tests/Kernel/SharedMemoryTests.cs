using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

public class SharedMemoryTests
{
    [Test]
    public void A_child_has_nothing_mapped_until_it_touches()
    {
        var look = new Script(Profiles.V73).Map(0, 4, shared: true).Write(0, 4).Fork().Look();
        Assert.That((look.Of(0).Sum(SmapsField.Rss), look.Of(1).Sum(SmapsField.Rss)), Is.EqualTo((16, 0)));
    }

    [Test]
    public void A_read_maps_what_is_cached_within_64K_and_no_more()
    {
        var look = new Script(Profiles.V73).Map(0, 64, shared: true).Write(0, 40).Fork().Read(20, 1, by: 1).Look();
        var child = look.Of(1);
        Assert.That(child.Sum(SmapsField.Rss), Is.EqualTo(64));
        Assert.That((child.Page(15).MapCount, child.Page(16).MapCount, child.Page(31).MapCount, child.Page(32).MapCount), Is.EqualTo((0, 2, 2, 0)));
        Assert.That(child.Frame(16), Is.EqualTo(look.Of(0).Frame(16)));
    }

    [Test]
    public void A_write_maps_one_page()
    {
        var look = new Script(Profiles.V73).Map(0, 64, shared: true).Write(0, 40).Fork().Write(20, 1, by: 1).Look();
        Assert.That(look.Of(1).Sum(SmapsField.Rss), Is.EqualTo(4));
    }

    [Test]
    public void A_read_of_a_hole_is_clean_until_it_is_written()
    {
        var clean = new Script(Profiles.V73).Map(0, 1, shared: true).Read(0, 1).Look().Of(0);
        Assert.That((clean.Sum(SmapsField.Private_Clean), clean.Sum(SmapsField.Private_Dirty)), Is.EqualTo((4, 0)));
        Assert.That(clean.Page(0).Flags & KpageFlags.Dirty, Is.EqualTo(KpageFlags.None));
        var dirty = new Script(Profiles.V73).Map(0, 1, shared: true).Write(0, 1).Look().Of(0);
        Assert.That(dirty.Sum(SmapsField.Private_Dirty), Is.EqualTo(4));
        Assert.That(dirty.Page(0).Flags & KpageFlags.Dirty, Is.EqualTo(KpageFlags.Dirty));
        Assert.That(dirty.Page(0).Pagemap & PagemapBits.File, Is.EqualTo(PagemapBits.File));
    }

    [Test]
    public void A_dirty_entry_that_goes_leaves_the_folio_dirty()
    {
        var look = new Script(Profiles.V73).Map(0, 1, shared: true).Read(0, 1).Fork().Read(0, 1, by: 1).Write(0, 1).Exit(0).Look();
        Assert.That(look.Of(1).Sum(SmapsField.Private_Dirty), Is.EqualTo(4));
    }

    [Test]
    public void Content_stays_when_it_is_dropped()
    {
        var before = new Script(Profiles.V73).Map(0, 2, shared: true).Write(0, 2).Look().Of(0).Frame(1);
        var look = new Script(Profiles.V73).Map(0, 2, shared: true).Write(0, 2).Drop(0, 2).Read(1, 1).Look().Of(0);
        Assert.That(look.Frame(1), Is.EqualTo(before));
    }

    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    // Two pages of an object, in a mapping of six.
    private static Script Grown(KernelProfile profile) => new Script(profile).Map(0, 2, shared: true).Resize(0, 2, 6);

    private static int Last(Script script) => script.Run().Outcomes[^2].Errno;

    [TestCaseSource(nameof(All))]
    public void What_lies_behind_the_end_of_the_object_cannot_be_touched(KernelProfile profile)
    {
        const int Sigbus = -7;
        Assert.That(Last(Grown(profile).Write(0, 2)), Is.Zero);
        Assert.That(Last(Grown(profile).Write(0, 6)), Is.EqualTo(Sigbus));
        Assert.That(Last(Grown(profile).Read(2, 1)), Is.EqualTo(Sigbus));
        var p = Grown(profile).Write(0, 6).Look().Of(0);
        Assert.That((p.Sum(SmapsField.Size), p.Sum(SmapsField.Rss)), Is.EqualTo((24, 8)));
    }

    [Test]
    public void A_part_keeps_its_place_in_the_object()
    {
        Assert.That(Last(new Script(Profiles.V73).Map(0, 8, shared: true).Unmap(4, 4).Resize(2, 2, 6).Write(2, 6)), Is.Zero, "eight pages");
        Assert.That(Last(new Script(Profiles.V73).Map(0, 8, shared: true).Unmap(4, 4).Resize(2, 2, 7).Write(2, 7)), Is.EqualTo(-7), "nine");
    }

    [Test]
    public void A_read_behind_the_end_maps_what_is_cached_around_it()
    {
        static Script Behind() => Grown(Profiles.V73).Write(0, 2).Fork().Read(4, 1, by: 1);
        Assert.That(Behind().Look().Of(1).Sum(SmapsField.Rss), Is.EqualTo(8));
        Assert.That(Last(Behind()), Is.EqualTo(-7));
    }

    [Test]
    public void What_lies_behind_the_end_cannot_be_populated_nor_locked()
    {
        Assert.That(Last(Grown(Profiles.V73).Advise(0, 6, Advice.PopulateWrite)), Is.EqualTo(14));
        Assert.That(Last(Grown(Profiles.V73).Lock(0, 6)), Is.EqualTo(12));
        Assert.That(Last(new Script(Profiles.V73).Map(0, 2, shared: true).Lock(0, 2).Resize(0, 2, 6)), Is.Zero, "mremap does not tell");
    }

    [Test]
    public void The_last_loads_end_with_SIGBUS_behind_the_end()
    {
        var runs = Grown(Profiles.V73).Write(0, 1).Run().Contents![0].Runs;
        var first = Arena.Start >> 12;
        Assert.That(runs.Select(run => ((int)(run.FirstPage - first), (int)run.Pages, run.Signal)), Is.EqualTo(new[] { (0, 1, 0), (1, 1, 0), (2, 4, 7) }));
    }
}
