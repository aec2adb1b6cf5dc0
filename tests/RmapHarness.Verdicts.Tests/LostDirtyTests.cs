using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;
using RmapHarness.Verdicts.Diff;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Verdicts.Tests;

/// <summary>What a finding about lost dirty bits explains: pages below huge PMDs that were changed while dirty, and nothing else.</summary>
public sealed class LostDirtyTests
{
    private const ulong Start = Arena.Start;

    private static readonly KernelProfile V612 = new(
        new KernelVersion(6, 12, 0), Architecture.X86_64, Geometry.Base4K, AccountingScheme.PageMapcount, SharingTracker.Estimate);

    private static readonly KnownIssue Issue = KnownIssueFile.Parse(
        """
        - id: x
          title: t
          kernels: { version: "< 7.0" }
          scenarios: [ "*" ]
          observable: [ smaps, numa-maps, kpageflags ]
          field: [ Private_Dirty, Private_Clean, dirty, DIRTY ]
          lost-dirty: true
          evidence: e
          reference: r
        """,
        "f")[0];

    [TestCase("Private_Dirty", "2060", "12", true)]
    [TestCase("Private_Dirty", "2060", "11", false, TestName = "more is missing than was changed")]
    [TestCase("Private_Dirty", "0", "2048", false, TestName = "dirty where clean is expected")]
    [TestCase("Private_Clean", "0", "2048", true)]
    [TestCase("Private_Clean", "2048", "0", false, TestName = "less clean")]
    [TestCase("Private_Clean", "0", "absent", false, TestName = "no such field")]
    public void Of_a_VMA(string field, string expected, string observed, bool explained)
    {
        var difference = new Difference(1, "p", Observable.Smaps, "", field, expected, observed) { Vma = new VmaContext("rw-p", 0, Reprotected: 2048) };
        Assert.That(Issue.Explains(difference), Is.EqualTo(explained));
    }

    [TestCase("1", "0", true, true)]
    [TestCase("0", "1", true, false)]
    [TestCase("1", "0", false, false)]
    public void Of_pages(string expected, string observed, bool reprotected, bool explained)
    {
        var difference = new Difference(1, "p", Observable.Kpageflags, "", "DIRTY", expected, observed, 1)
        {
            Context = new PageContext(MappingLevel.Pte, false, PagemapBits.None, Reprotected: reprotected),
        };
        Assert.That(Issue.Explains(difference), Is.EqualTo(explained));
    }

    [TestCase(512UL, true)]
    [TestCase(513UL, false, TestName = "a page of the second THP, which was not changed")]
    public void Pages_of_several_VMAs(ulong pages, bool explained)
    {
        const ulong Pmd = 2 << 20;
        var program = new Program(
            [
                new MmapOperation(0, Start, 2 * Pmd, Protection.Read | Protection.Write, MapFlags.Private | MapFlags.Anonymous | MapFlags.FixedNoReplace),
                new MadviseOperation(0, Start, 2 * Pmd, Advice.HugePage),
                new TouchOperation(0, Start, 2 * Pmd, 4096, true),
                new MprotectOperation(0, Start, Pmd, Protection.Read),
                new MprotectOperation(0, Start, Pmd / 2, Protection.Read | Protection.Write),
                new SplitOperation(0, Start, 2 * Pmd, 0),
                new ObserveOperation(0),
            ],
            ["p"]);
        var expected = Simulation.Run(V612, program);
        var process = expected.Observations[0].Processes[0];
        var clean = process with { Pages = [.. process.Pages.SelectMany(run => Clean(run, pages))] };
        var observed = expected with { Observations = [expected.Observations[0] with { Processes = [clean] }] };

        var differences = TraceDiff.Compare(V612, program, expected, observed).Differences;
        Assert.That(differences.Sum(difference => difference.Pages), Is.EqualTo(pages));
        Assert.That(differences.Select(difference => (difference.Field, Issue.Explains(difference))), Is.All.EqualTo(("DIRTY", explained)));
    }

    // Both THPs look alike once they are split, so that one run holds them.
    private static PageRun[] Clean(PageRun run, ulong pages)
    {
        Assert.That(run.Pages, Is.EqualTo(1024));
        return
        [
            run with { Pages = pages, Flags = run.Flags & ~KpageFlags.Dirty },
            run with { FirstPage = run.FirstPage + pages, Pages = run.Pages - pages, Frame = run.Frame + (long)pages, Word = run.WordOf(run.FirstPage + pages) },
        ];
    }

    [Test]
    public void A_store_through_the_huge_PMD_makes_it_dirty_again()
    {
        const ulong Pmd = 2 << 20;
        var program = new Program(
            [
                new MmapOperation(0, Start, Pmd, Protection.Read | Protection.Write, MapFlags.Private | MapFlags.Anonymous | MapFlags.FixedNoReplace),
                new MadviseOperation(0, Start, Pmd, Advice.HugePage),
                new TouchOperation(0, Start, Pmd, 4096, true),
                new MprotectOperation(0, Start, Pmd, Protection.Read),
                new ObserveOperation(0),
                new MprotectOperation(0, Start, Pmd, Protection.Read | Protection.Write),
                new TouchOperation(0, Start, Pmd, 4096, true),
                new ObserveOperation(0),
            ],
            ["p"]);
        var vmas = Simulation.Run(V612, program).Observations.Select(observation => observation.Processes[0].Vmas.Single()).ToList();
        var page = (long)(Start / 4096);
        Assert.That(vmas[0].ReprotectedFolios, Is.EqualTo(new[] { (page, page + 512) }));
        Assert.That(vmas[0].Reprotected, Is.EqualTo(vmas[0].ReprotectedFolios));
        Assert.That((vmas[1].ReprotectedFolios.Count, vmas[1].Reprotected.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void The_model_knows_the_pages()
    {
        // Two THPs, of which the second is protected and split; then one of its pages is written again.
        const ulong Pmd = 2 << 20;
        var program = new Program(
            [
                new MmapOperation(0, Start, 2 * Pmd, Protection.Read | Protection.Write, MapFlags.Private | MapFlags.Anonymous | MapFlags.FixedNoReplace),
                new MadviseOperation(0, Start, 2 * Pmd, Advice.HugePage),
                new TouchOperation(0, Start, 2 * Pmd, 4096, true),
                new MprotectOperation(0, Start + Pmd, Pmd, Protection.Read),
                new MprotectOperation(0, Start + Pmd, Pmd, Protection.Read | Protection.Write),
                new MadviseOperation(0, Start + Pmd, 4096, Advice.DontNeed),
                new TouchOperation(0, Start + Pmd + 8192, 4096, 4096, true),
                new ObserveOperation(0),
            ],
            ["p"]);
        var vma = Simulation.Run(V612, program).Observations[0].Processes[0].Vmas.Single();
        var page = (long)((Start + Pmd) / 4096);
        Assert.That(vma.Reprotected, Is.EqualTo(new[] { (page + 1, page + 2), (page + 3, page + 512) }));
        Assert.That(vma.ReprotectedFolios, Is.EqualTo(new[] { (page + 1, page + 512) }), "a store through a PTE does not set PG_dirty");
    }
}
