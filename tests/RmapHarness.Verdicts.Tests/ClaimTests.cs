using RmapHarness.Engine.Proc;
using RmapHarness.Verdicts.Claims;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Tests;

public sealed class ClaimTests
{
    private const string Steps = """
        name: claims
        about: One page, shared after fork.
        steps:
          - parent mmap:  { as: a, kind: anon, size: 4 pages }
          - parent touch: { range: "a[0..2]", access: write }
          - parent fork:  { child: child }
          - observe: all
        expect:

        """;

    [TestCase("{ process: parent, range: \"a[0..2]\", kpagecount: 2 }")]
    [TestCase("{ process: child, range: \"a[0..2]\", exclusive: 0 }")]
    [TestCase("{ process: child, range: \"a[2..4]\", present: 0 }")]
    [TestCase("{ process: parent, vma: a, Rss: 8 }")]
    [TestCase("{ process: parent, vma: a, Pss: { page-mapcount: 4, no-page-mapcount: 7 } }")]
    public void A_claim_that_holds_is_counted_on_both_sides(string claim)
    {
        var comparison = Check(claim, trace => trace);

        Assert.That(comparison.Differences, Is.Empty);
        Assert.That(comparison.Compared, Is.GreaterThanOrEqualTo(2));
    }

    [Test]
    public void A_claim_that_both_sides_refute_is_told_for_both() =>
        Assert.That(
            Check("{ process: parent, range: \"a[0..4]\", kpagecount: 2 }", trace => trace).Differences,
            Is.EqualTo(new[]
            {
                new Difference(3, "parent", Observable.Claim, "0x1000000000+2..3", "kpagecount", "2 (line 9)", "model: 0", 2),
                new Difference(3, "parent", Observable.Claim, "0x1000000000+2..3", "kpagecount", "2 (line 9)", "kernel: 0", 2),
            }));

    [Test]
    public void A_claim_that_only_the_kernel_refutes_says_so() =>
        Assert.That(
            Check("{ process: parent, vma: a, Rss: 8 }", trace => trace.MapVma(0, 0, 0, vma => vma.With(SmapsField.Rss, _ => 12)))
                .Differences.Select(difference => difference.Observed),
            Is.EqualTo(new[] { "kernel: 12" }));

    [Test]
    public void A_claim_about_what_is_not_there_is_refuted()
    {
        Assert.That(
            Check("{ process: child, vma: a, Rss: 8 }", trace => trace.MapObservation(0, o => o with { Processes = [o.Processes[0]] }))
                .Differences.Select(difference => difference.Observed),
            Is.EqualTo(new[] { "kernel: not observed" }));
        Assert.That(
            Check("{ process: child, vma: a, Rss: 8 }", trace => trace.MapProcess(0, 1, p => p with { Vmas = [] }))
                .Differences.Select(difference => difference.Observed),
            Is.EqualTo(new[] { "kernel: no VMA holds the range" }));
        Assert.That(
            Check("{ process: child, range: a, present: 1 }", trace => trace.MapProcess(0, 1, p => p with { Pages = [] }))
                .Differences.Select(difference => difference.Observed),
            Has.Member("kernel: in no VMA"));
    }

    private static Comparison Check(string claim, Func<Trace, Trace> edit)
    {
        var example = new Example($"{Steps}  - {claim}\n");
        return ClaimCheck.Check(example.Profile, example.Compiled, example.Predicted, edit(example.Observed));
    }
}
