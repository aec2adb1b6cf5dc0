using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

/// <summary>read and partial write of files, and msync.</summary>
public class FileReadTests
{
    private const int NoMemory = 12;
    private const int Fault = 14;
    private const int Busy = 16;
    private const int Invalid = 22;
    private const ulong SizeOfPage = 4096;
    private static readonly ulong Base = Arena.Start;

    private static Script File(long pages) => new Script(Profiles.V73).CreatePages(pages);

    private static PreadOperation ReadInto(long page, long pages, long offset = 0) =>
        new(0, 0, (ulong)offset * SizeOfPage, Base + ((ulong)page * SizeOfPage), (ulong)pages * SizeOfPage);

    private static MsyncOperation Sync(long page, long pages, MsyncFlags flags, ulong shift = 0) =>
        new(0, Base + ((ulong)page * SizeOfPage) + shift, (ulong)pages * SizeOfPage, flags);

    private static int Last(Script script) => script.Run().Outcomes[^2].Errno;

    [Test]
    public void A_read_leaves_the_files_words_in_pages_of_its_own()
    {
        var look = File(4).WriteFile(0, 4).Map(16, 4).Write(16, 4).Add(ReadInto(16, 2, offset: 1)).MapFile(0, 4, shared: true).Read(0, 4).Look();
        var p = look.Of(0);
        Assert.That(Enumerable.Range(16, 2).Select(page => p.Page(page).WordOf((Arena.Start >> 12) + (ulong)page) & uint.MaxValue), Is.EqualTo(new ulong[] { 1, 2 }), "what write left there");
        Assert.That(p.Page(16).Word, Is.EqualTo(p.Page(1).WordOf((Arena.Start >> 12) + 1)));
        Assert.That(p.Page(16).Flags & KpageFlags.Anon, Is.EqualTo(KpageFlags.Anon));
        Assert.That(p.Page(18).Word >> 32 & 0xfffff, Is.EqualTo(4), "the touch");
    }

    [Test]
    public void Holes_and_pages_that_nobody_cleared_read_as_zeros_and_stay()
    {
        var script = File(8).WriteFile(0, 1).Allocate(4, 2).Map(16, 8).Write(16, 8).Add(ReadInto(16, 8));
        var p = script.Look().Of(0);
        Assert.That(Enumerable.Range(17, 7).Select(page => p.Page(page).Word), Has.All.Zero);
        Assert.That(script.Look().Memcg![MemcgField.shmem], Is.EqualTo(3 * SizeOfPage), "no hole was filled");
        p = script.MapFile(0, 8, shared: true).Read(4, 1).Look().Of(0);
        Assert.That(p.Page(5).Pagemap & PagemapBits.Present, Is.EqualTo(PagemapBits.None), "fault-around does not map what is not up to date");
    }

    [Test]
    public void What_lies_behind_the_end_is_neither_read_nor_faulted_in()
    {
        var script = File(2).WriteFile(0, 2).Map(16, 4).Add(ReadInto(16, 4, offset: 1));
        Assert.That(Last(script), Is.Zero);
        Assert.That(script.Look().Of(0).Sum(SmapsField.Rss), Is.EqualTo(4));
        Assert.That(File(2).Map(16, 4).Add(ReadInto(16, 4, offset: 3)).Look().Of(0).Sum(SmapsField.Rss), Is.Zero);
    }

    [Test]
    public void A_read_ends_at_the_first_page_that_cannot_be_stored_to()
    {
        var script = File(8).WriteFile(0, 8).Map(16, 8).Protect(18, 1, Protection.Read).Add(ReadInto(16, 8));
        Assert.That(Last(script), Is.EqualTo(Fault));
        Assert.That(script.Look().Of(0).Sum(SmapsField.Rss), Is.EqualTo(8), "two pages came before it");
        Assert.That(Last(File(8).WriteFile(0, 8).Map(16, 8).Unmap(17, 1).Add(ReadInto(16, 8))), Is.EqualTo(Fault));
        Assert.That(Last(File(8).WriteFile(0, 8).Map(16, 8).Advise(17, 1, Advice.GuardInstall).Add(ReadInto(16, 8))), Is.EqualTo(Fault));
    }

    [Test]
    public void A_read_copies_what_a_child_shares()
    {
        var look = File(4).WriteFile(0, 4).Map(16, 4).Write(16, 4).Fork().Add(ReadInto(16, 2)).Look();
        Assert.That((look.Of(0).Sum(SmapsField.Private_Dirty), look.Of(1).Sum(SmapsField.Shared_Dirty)), Is.EqualTo((8, 8)));
        Assert.That((uint)look.Of(1).Page(16).Word, Is.EqualTo((uint)(Arena.Start >> 12) + 16), "the child keeps what was there");
    }

    [Test]
    public void A_file_that_is_read_into_its_own_next_page_repeats_its_first_one()
    {
        var p = File(4).WriteFile(0, 3).MapFile(0, 4, shared: true).Add(ReadInto(1, 3)).Read(0, 4).Look().Of(0);
        Assert.That(Enumerable.Range(1, 3).Select(page => p.Page(page).Word), Has.All.EqualTo(p.Page(0).Word).And.All.Not.Zero);
    }

    [Test]
    public void A_write_gives_its_words_to_the_pages_whose_beginning_it_covers()
    {
        var look = File(1).MapFile(0, 4, shared: true).Write(0, 1).Add(new PwriteOperation(0, 0, 512, (2 * SizeOfPage) + 512)).Read(0, 3).Look();
        var p = look.Of(0);
        Assert.That(Enumerable.Range(0, 3).Select(page => (p.Page(page).WordOf((Arena.Start >> 12) + (ulong)page) >> 32) & 0xfffff), Is.EqualTo(new ulong[] { 3, 4, 4 }));
        Assert.That(Last(File(1).MapFile(0, 4, shared: true).Add(new PwriteOperation(0, 0, 512, (2 * SizeOfPage) + 512)).Read(3, 1)), Is.EqualTo(-7), "the file has three pages");
    }

    [TestCase(512, 0)]
    [TestCase(4096, 0)]
    [TestCase((16 * 4096) - 512, 3)]
    [TestCase(16 * 4096, 4)]
    [TestCase((16 * 4096) + 512, 4)]
    public void Parts_of_pages_do_not_make_a_folio_larger(long bytes, int order)
    {
        var profile = Profiles.V73 with { Version = new KernelVersion(6, 16, 12) };
        var p = new Script(profile).Add(new CreateOperation(0, 0, FileKind.Tmpfs, 0, TmpfsHuge.Always)).Add(new PwriteOperation(0, 0, 0, (ulong)bytes))
            .MapFile(0, 32, shared: true).Read(0, 1).Look().Of(0);
        Assert.That(Enumerable.Range(0, 16).TakeWhile(page => page == 0 || (p.Page(page).Flags & KpageFlags.CompoundTail) != 0).Count(), Is.EqualTo(1 << order));
    }

    [Test]
    public void Syncing_goes_on_behind_a_hole_and_does_not_invalidate_what_is_locked()
    {
        Script Mapped() => new Script(Profiles.V73).Map(0, 8);
        Assert.That(Last(Mapped().Add(Sync(0, 8, MsyncFlags.Sync))), Is.Zero);
        Assert.That(Last(Mapped().Add(Sync(0, 8, MsyncFlags.Sync, shift: 8))), Is.EqualTo(Invalid));
        Assert.That(Last(Mapped().Unmap(2, 1).Add(Sync(0, 8, MsyncFlags.Sync))), Is.EqualTo(NoMemory));
        Assert.That(Last(Mapped().Add(Sync(8, 1, MsyncFlags.Async))), Is.EqualTo(NoMemory));
        Assert.That(Last(Mapped().Lock(4, 1).Add(Sync(0, 8, MsyncFlags.Sync))), Is.Zero);
        Assert.That(Last(Mapped().Lock(4, 1).Add(Sync(0, 8, MsyncFlags.Invalidate))), Is.EqualTo(Busy));
        Assert.That(Last(Mapped().Unmap(2, 1).Lock(4, 1).Add(Sync(0, 8, MsyncFlags.Invalidate))), Is.EqualTo(Busy), "the hole comes first and does not end it");
        Assert.That(Last(Mapped().Lock(4, 1).Add(Sync(0, 4, MsyncFlags.Invalidate))), Is.Zero);
    }
}
