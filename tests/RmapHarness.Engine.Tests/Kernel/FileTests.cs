using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

public class FileTests
{
    private const int Sigbus = -7;
    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    private static Script File(long pages, KernelProfile? profile = null) => new Script(profile ?? Profiles.V73).CreatePages(pages);

    private static int Last(Script script) => script.Run().Outcomes[^2].Errno;

    private static (long Anon, long Shmem) Rss(ProcSnapshot process) =>
        (process.Status![StatusField.RssAnon], process.Status[StatusField.RssShmem]);

    [TestCaseSource(nameof(All))]
    public void A_store_to_a_private_mapping_moves_one_page_from_the_file_to_anonymous_memory(KernelProfile profile)
    {
        var look = File(8, profile).WriteFile(0, 8).MapFile(0, 8, shared: false).Read(0, 8).Write(3, 1).Look();
        var p = look.Of(0);
        Assert.That(Rss(p), Is.EqualTo((4, 28)));
        Assert.That(p.Sum(SmapsField.Anonymous), Is.EqualTo(4));
        Assert.That((p.Page(3).Pagemap & PagemapBits.File, p.Page(4).Pagemap & PagemapBits.File), Is.EqualTo((PagemapBits.None, PagemapBits.File)));
        Assert.That((look.Memcg![MemcgField.anon], look.Memcg[MemcgField.shmem], look.Memcg[MemcgField.file_mapped]), Is.EqualTo((4096, 32768, 28672)));
    }

    [Test]
    public void A_store_to_a_private_hole_gives_the_file_a_clean_page()
    {
        var look = File(4).MapFile(0, 4, shared: false).MapFile(8, 4, shared: true).Write(1, 1).Read(8, 4).Look();
        Assert.That(look.Memcg![MemcgField.shmem], Is.EqualTo(4 * 4096));
        var other = look.Of(0).Page(9);
        Assert.That((other.Flags & KpageFlags.Dirty, other.Word, other.MapCount), Is.EqualTo((KpageFlags.None, 0UL, 1)));
        Assert.That(look.Of(0).Page(1).Word, Is.Not.Zero);
    }

    [Test]
    public void A_copy_has_what_the_file_had_and_the_file_keeps_it()
    {
        var p = File(2).WriteFile(0, 2).MapFile(0, 2, shared: false).MapFile(8, 2, shared: true).Write(0, 1).Read(8, 2).Look().Of(0);
        const ulong Written = (31 * 2) + 5;
        Assert.That((p.Page(8).Word >> 52, p.Page(0).Word >> 52), Is.EqualTo((2UL, Written)), "step 1 wrote, step 4 stored");
        Assert.That((uint)p.Page(9).WordOf((Arena.Start >> 12) + 9), Is.EqualTo(1), "write names the page of the file");
    }

    [Test]
    public void Without_a_copy_a_child_of_a_private_mapping_has_no_entries()
    {
        var look = File(8).WriteFile(0, 8).MapFile(0, 8, shared: false).Read(0, 8).Fork().Look();
        Assert.That((look.Of(0).Sum(SmapsField.Rss), look.Of(1).Sum(SmapsField.Rss)), Is.EqualTo((32, 0)));
    }

    [Test]
    public void With_a_copy_a_child_has_all_entries()
    {
        var look = File(8).WriteFile(0, 8).MapFile(0, 8, shared: false).Read(0, 8).Write(5, 1).Fork().Look();
        Assert.That(Rss(look.Of(1)), Is.EqualTo((4, 28)));
        Assert.That((look.Of(1).Page(4).MapCount, look.Of(1).Page(5).MapCount), Is.EqualTo((2, 2)));
    }

    [TestCaseSource(nameof(All))]
    public void A_shorter_file_takes_copies_too_and_a_hole_does_not(KernelProfile profile)
    {
        static Script Mapped(KernelProfile profile) => File(8, profile).WriteFile(0, 8).MapFile(0, 8, shared: false).Read(0, 8).Write(4, 2);
        Assert.That(Rss(Mapped(profile).Truncate(5).Look().Of(0)), Is.EqualTo((4, 16)));
        Assert.That(Rss(Mapped(profile).PunchHole(5, 2).Look().Of(0)), Is.EqualTo((8, 20)));
    }

    [Test]
    public void What_a_hole_has_taken_reads_as_zeros()
    {
        var p = File(4).WriteFile(0, 4).MapFile(0, 4, shared: true).Read(0, 4).PunchHole(1, 2).Read(0, 4).Look().Of(0);
        Assert.That(new[] { p.Page(0).Word, p.Page(3).Word }, Has.All.Not.Zero);
        Assert.That(new[] { p.Page(1).Word, p.Page(2).Word }, Has.All.Zero);
    }

    [Test]
    public void The_page_that_holds_the_end_counts_whole_and_becomes_dirty_when_the_end_cuts_it()
    {
        var script = File(4).MapFile(0, 4, shared: true).Read(0, 4).Add(new FtruncateOperation(0, 0, 4096 + 512));
        Assert.That(Last(script.Read(1, 1)), Is.Zero);
        var p = script.Look().Of(0);
        Assert.That((p.Page(0).Flags & KpageFlags.Dirty, p.Page(1).Flags & KpageFlags.Dirty), Is.EqualTo((KpageFlags.None, KpageFlags.Dirty)));
        Assert.That(p.Sum(SmapsField.Rss), Is.EqualTo(8));
        Assert.That(Last(script.Read(2, 1)), Is.EqualTo(Sigbus));
    }

    [Test]
    public void Allocated_pages_are_mapped_by_their_own_fault_only()
    {
        var look = File(16).MapFile(0, 16, shared: true).Write(0, 1).Allocate(0, 16).Fork().Read(0, 1, by: 1).Look();
        Assert.That(look.Of(1).Sum(SmapsField.Rss), Is.EqualTo(4), "the others are not up to date");
        look = File(16).MapFile(0, 16, shared: true).Write(0, 1).Allocate(0, 16).Allocate(2, 3).Fork().Read(0, 1, by: 1).Look();
        Assert.That(look.Of(1).Sum(SmapsField.Rss), Is.EqualTo(16), "a second call clears them");
        Assert.That(look.Of(1).Page(3).Flags & KpageFlags.Dirty, Is.EqualTo(KpageFlags.Dirty));
    }

    [Test]
    public void Keeping_the_size_allocates_behind_the_end_where_nobody_sees_it()
    {
        var script = File(2).MapFile(0, 8, shared: true).Allocate(0, 8, FallocateMode.KeepSize);
        Assert.That(Last(script.Read(2, 1)), Is.EqualTo(Sigbus));
        Assert.That(script.Look().Memcg![MemcgField.shmem], Is.EqualTo(8 * 4096));
        Assert.That(script.Truncate(2).Look().Memcg![MemcgField.shmem], Is.EqualTo(2 * 4096), "setting the length that it has drops them");
    }

    [Test]
    public void A_file_lives_while_it_is_open_or_mapped()
    {
        Script Opened() => File(2).WriteFile(0, 2).MapFile(0, 2, shared: true).Fork();
        Assert.That(Opened().Unmap(0, 2).Unmap(0, 2, by: 1).Close().Look().Memcg![MemcgField.shmem], Is.EqualTo(8192), "the child has it open");
        Assert.That(Opened().Unmap(0, 2).Close().Close(by: 1).Look().Memcg![MemcgField.shmem], Is.EqualTo(8192), "the child maps it");
        Assert.That(Opened().Unmap(0, 2).Close().Exit(1).Look().Memcg![MemcgField.shmem], Is.Zero);
    }

    [Test]
    public void A_file_that_is_not_open_cannot_be_used()
    {
        const int NotOpen = 9;
        Assert.That(Last(File(2).Close().Truncate(1)), Is.EqualTo(NotOpen));
        Assert.That(Last(new Script(Profiles.V73).Fork().Create(8192).MapFile(0, 2, shared: true, by: 1)), Is.EqualTo(NotOpen));
    }

    [Test]
    public void Locking_a_writable_private_mapping_copies_every_page()
    {
        Assert.That(Rss(File(4).WriteFile(0, 4).MapFile(0, 4, shared: false).Lock(0, 4).Look().Of(0)), Is.EqualTo((16, 0)));
        Assert.That(Rss(File(4).WriteFile(0, 4).MapFile(0, 4, shared: false, protection: Protection.Read).Lock(0, 4).Look().Of(0)), Is.EqualTo((0, 16)));
    }

    [Test]
    public void Two_mappings_of_one_process_count_twice()
    {
        var p = File(4).MapFile(0, 4, shared: true).MapFile(8, 2, shared: true, offset: 1).Write(0, 4).Read(8, 2).Look().Of(0);
        Assert.That((p.Page(1).MapCount, p.Page(3).MapCount, p.Page(8).MapCount), Is.EqualTo((2, 1, 2)));
        Assert.That(p.Frame(8), Is.EqualTo(p.Frame(1)));
        Assert.That(p.Page(8).Pagemap & PagemapBits.MmapExclusive, Is.EqualTo(PagemapBits.None));
    }

    [Test]
    public void Bytes_behind_a_whole_page_do_not_lengthen_the_mapping()
    {
        Assert.That(Last(new Script(Profiles.V73).Create(4096).MapFile(0, 2, shared: false).Write(1, 1)), Is.EqualTo(Sigbus));
        Assert.That(Last(new Script(Profiles.V73).Create(4096 + 16).MapFile(0, 2, shared: false).Write(1, 1)), Is.Zero);
    }
}
