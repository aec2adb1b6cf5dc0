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
}
