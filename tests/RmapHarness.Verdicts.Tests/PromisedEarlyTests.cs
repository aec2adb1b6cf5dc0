using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;
using RmapHarness.Verdicts.Diff;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Verdicts.Tests;

/// <summary>What a finding about huge pages that are promised too early explains: a counter that is short by such pages, and nothing else.</summary>
public sealed class PromisedEarlyTests
{
    private const ulong Pmd = 2 << 20;

    private static readonly KernelProfile V612 = new(
        new KernelVersion(6, 12, 0), Architecture.X86_64, Geometry.Base4K, AccountingScheme.PageMapcount, SharingTracker.Estimate);

    private static readonly KnownIssue Issue = KnownIssueFile.Parse(
        """
        - id: x
          title: t
          kernels: { version: "< 7.0" }
          scenarios: [ "*" ]
          observable: hugetlb
          field: resv_hugepages
          promised-early: true
          evidence: e
          reference: r
        """,
        "f")[0];

    [TestCase("0", "-2", 2, true)]
    [TestCase("1", "0", 1, true)]
    [TestCase("0", "-2", 1, false, TestName = "more is missing than was promised")]
    [TestCase("0", "0", 1, false, TestName = "nothing is missing")]
    [TestCase("0", "1", 1, false, TestName = "too many promises")]
    [TestCase("0", "absent", 1, false, TestName = "no such counter")]
    public void Of_a_counter(string expected, string observed, long kept, bool explained)
    {
        var difference = new Difference(1, "", Observable.Hugetlb, "", "resv_hugepages", expected, observed) { HugetlbKept = kept };
        Assert.That(Issue.Explains(difference), Is.EqualTo(explained));
    }

    [Test]
    public void The_model_knows_the_pages_and_the_diff_tells()
    {
        // Two of three pages are written and inherited; the parent gives them up, then the child does.
        const MapFlags Huge = MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed | MapFlags.HugeTlb | (MapFlags)(21 << MapFlagBits.HugeShift);
        var program = new Program(
            [
                new HugetlbOperation(0, Pmd, 4, 0),
                new MmapOperation(0, Arena.Start, 3 * Pmd, Protection.Read | Protection.Write, Huge),
                new TouchOperation(0, Arena.Start, 2 * Pmd, Pmd, true),
                new ForkOperation(0, 1),
                new ObserveOperation(0),
                new MunmapOperation(0, Arena.Start, 3 * Pmd),
                new ObserveOperation(0),
                new MunmapOperation(1, Arena.Start, Pmd),
                new ObserveOperation(0),
            ],
            ["parent", "child"]);
        var expected = Simulation.Run(V612, program);
        Assert.That(expected.Observations.Select(observation => observation.HugetlbKept[2048]), Is.EqualTo(new[] { 0, 2, 1 }));

        var observed = expected with { Observations = [.. expected.Observations.Select(Short)] };
        var differences = TraceDiff.Compare(V612, program, expected, observed).Differences;
        Assert.That(differences.Select(difference => (difference.Step, Issue.Explains(difference))), Is.EqualTo(new[] { (4, false), (6, true), (8, true) }));
    }

    // One promise fewer than there is.
    private static Observation Short(Observation observation)
    {
        var pool = new FieldValues<HugetlbStat>();
        foreach (var field in FieldNames.All<HugetlbStat>())
            pool[field] = observation.Hugetlb[2048][field] - (field == HugetlbStat.resv_hugepages ? 1 : 0);
        return observation with { Hugetlb = new Dictionary<int, FieldValues<HugetlbStat>> { [2048] = pool }, HugetlbKept = new Dictionary<int, long>() };
    }
}
