using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Engine.Tests.Kernel;

public class HugetlbTests
{
    private const long Pmd = 512;
    private static readonly KernelProfile[] All = [Profiles.V61, Profiles.V612, Profiles.V73, Profiles.V73NoPageMapcount];

    private static Script Written(KernelProfile profile, long pool = 2) => new Script(profile).Pool(pool).MapHugetlb(0, Pmd).Write(0, Pmd, every: Pmd);

    [TestCaseSource(nameof(All))]
    public void Smaps_counts_it_apart_and_in_no_other_field(KernelProfile profile)
    {
        var look = Written(profile).Look().Of(0);
        Assert.That((look.Sum(SmapsField.Private_Hugetlb), look.Sum(SmapsField.Shared_Hugetlb)), Is.EqualTo((2048, 0)));
        SmapsField[] others = [SmapsField.Rss, SmapsField.Pss, SmapsField.Anonymous, SmapsField.AnonHugePages, SmapsField.Private_Dirty, SmapsField.Locked];
        Assert.That(others.Select(look.Sum), Is.All.Zero);
        Assert.That((look.Sum(SmapsField.KernelPageSize), look.Sum(SmapsField.MMUPageSize)), Is.EqualTo((2048, 2048)));
    }

    [TestCaseSource(nameof(All))]
    public void A_forked_page_is_shared_and_a_store_copies_all_of_it(KernelProfile profile)
    {
        var forked = Written(profile).Fork().Look();
        Assert.That(forked.Processes.Select(process => process.Count(0, 511)), Is.All.EqualTo(2));
        Assert.That(forked.Of(1).Sum(SmapsField.Shared_Hugetlb), Is.EqualTo(2048));
        Assert.That(forked.Of(0).Page(7).Pagemap & PagemapBits.MmapExclusive, Is.EqualTo(PagemapBits.None));

        var copied = Written(profile).Fork().Write(9, 1, by: 1).Look();
        Assert.That(copied.Processes.Select(process => process.Count(0, 511)), Is.All.EqualTo(1));
        Assert.That(copied.Of(1).Frame(0), Is.Not.EqualTo(copied.Of(0).Frame(0)));
        Assert.That(copied.Of(1).Frame(511) - copied.Of(1).Frame(0), Is.EqualTo(511));
    }

    [TestCaseSource(nameof(All))]
    public void The_owner_of_the_last_page_takes_it_from_its_child(KernelProfile profile)
    {
        var script = Written(profile, pool: 1).Fork();
        var before = script.Look();
        var trace = script.Write(0, 1, by: 1).Write(0, 1).Read(0, 1, by: 1).Run();
        Assert.That(trace.Outcomes.Select(outcome => outcome.Errno).TakeLast(4).SkipLast(1), Is.EqualTo(new[] { Errno.BusError, Errno.None, Errno.BusError }));
        var after = script.Look();
        Assert.That(after.Of(0).Frame(0), Is.EqualTo(before.Of(0).Frame(0)));
        Assert.That(after.Of(1).Page(0).Pagemap & PagemapBits.Present, Is.EqualTo(PagemapBits.None));
    }

    [TestCaseSource(nameof(All))]
    public void A_load_from_private_memory_takes_a_page_that_a_store_keeps(KernelProfile profile)
    {
        var read = new Script(profile).Pool(1).MapHugetlb(0, Pmd).Read(3, 1);
        var written = new Script(profile).Pool(1).MapHugetlb(0, Pmd).Read(3, 1).Write(9, 1);
        Assert.That(written.Look().Of(0).Frame(0), Is.EqualTo(read.Look().Of(0).Frame(0)));
        Assert.That(read.Look().Of(0).Page(3).Flags, Is.EqualTo(profile.TailsShowFolioFlags
            ? KpageFlags.UpToDate | KpageFlags.Mmap | KpageFlags.Anon | KpageFlags.Huge | KpageFlags.CompoundTail
            : KpageFlags.Mmap | KpageFlags.Anon | KpageFlags.Huge | KpageFlags.CompoundTail));
    }

    [TestCase(1, 4, 1, 0, 4, 3, 0, 0)]
    [TestCase(2, 4, 0, 0, 4, 4, 2, 0)]
    [TestCase(2, 1, 0, 1, 2, 2, 2, 1)]
    [TestCase(2, 1, 2, 1, 2, 0, 0, 1)]
    public void The_pool_tells_what_is_promised_and_what_is_in_use(int mapped, int pool, int touched, int overcommit, int all, int free, int reserved, int surplus)
    {
        var script = new Script(Profiles.V73).Pool(pool, overcommit).MapHugetlb(0, mapped * Pmd);
        if (touched > 0)
            script.Write(0, touched * Pmd, every: Pmd);
        Assert.That(Counters(script), Is.EqualTo((all, free, reserved, surplus)));
    }

    [Test]
    public void What_cannot_be_promised_is_not_mapped_and_what_was_not_promised_may_be_missing()
    {
        var script = new Script(Profiles.V73).Pool(1).MapHugetlb(0, 2 * Pmd).MapHugetlb(4 * Pmd, 2 * Pmd, reserve: false).Write(4 * Pmd, 2 * Pmd, every: Pmd);
        Assert.That(script.Run().Outcomes.Select(outcome => outcome.Errno).SkipLast(1), Is.EqualTo(new[] { 0, Errno.NoMemory, 0, Errno.BusError }));
        Assert.That(Counters(script), Is.EqualTo((1, 0, 0, 0)));
    }

    [TestCase(5, 1)]
    [TestCase(1, 512)]
    public void Parts_of_huge_pages_are_refused(long from, long pages)
    {
        var script = Written(Profiles.V73).Unmap(from, pages).Protect(from, pages, Protection.Read).Drop(from, pages).Advise(from, pages, Advice.DontFork);
        Assert.That(script.Run().Outcomes.Skip(3).SkipLast(1).Select(outcome => outcome.Errno), Is.All.EqualTo(Errno.Invalid));
        Assert.That(script.Look().Of(0).Vmas, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_file_gives_its_pages_back_when_nobody_has_it_any_more()
    {
        var script = new Script(Profiles.V73).Pool(2).CreateHugetlb(2 * Pmd).Allocate(0, Pmd + 1);
        Assert.That(Counters(script), Is.EqualTo((2, 0, 0, 0)));
        Assert.That(Counters(script.Truncate(Pmd)), Is.EqualTo((2, 1, 0, 0)));
        Assert.That(Counters(script.Close()), Is.EqualTo((2, 2, 0, 0)));
    }

    [Test]
    public void A_hole_takes_private_copies_too_and_clears_what_it_covers_in_part()
    {
        var script = new Script(Profiles.V73).Pool(4).CreateHugetlb(2 * Pmd).MapFile(0, 2 * Pmd, shared: true).Write(0, 2 * Pmd).MapFile(4 * Pmd, Pmd, shared: false)
            .Write(4 * Pmd, 1).PunchHole(0, Pmd + 10);
        var look = script.Look().Of(0);
        Assert.That(new[] { 0, 4 * Pmd }.Select(page => look.Page(page).Pagemap & PagemapBits.Present), Is.All.EqualTo(PagemapBits.None));
        Assert.That(look.Page(Pmd + 9).Word, Is.Zero);
        Assert.That(look.Page(Pmd + 10).Word, Is.Not.Zero);
    }

    [Test]
    public void A_page_that_is_freed_stays_dirty_for_whoever_gets_it_next()
    {
        var script = Written(Profiles.V73, pool: 1).Unmap(0, Pmd).MapHugetlb(2 * Pmd, Pmd).Read(2 * Pmd, 1);
        Assert.That(script.Look().Of(0).Page(2 * Pmd).Flags & KpageFlags.Dirty, Is.EqualTo(KpageFlags.Dirty));
    }

    private static (long All, long Free, long Reserved, long Surplus) Counters(Script script)
    {
        var stats = script.Look().Hugetlb[2048];
        return (stats[HugetlbStat.nr_hugepages], stats[HugetlbStat.free_hugepages], stats[HugetlbStat.resv_hugepages], stats[HugetlbStat.surplus_hugepages]);
    }
}
