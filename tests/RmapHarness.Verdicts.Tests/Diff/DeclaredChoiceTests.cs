using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Tests.Diff;

/// <summary>Flags that a prediction leaves to the kernel: all of them or none.</summary>
public sealed class DeclaredChoiceTests
{
    private const KpageFlags Both = KpageFlags.Mlocked | KpageFlags.Unevictable;

    [TestCase(KpageFlags.None, true)]
    [TestCase(Both, true)]
    [TestCase(KpageFlags.Mlocked, false)]
    [TestCase(KpageFlags.Unevictable, false)]
    [TestCase(Both | KpageFlags.Dirty, false)]
    [TestCase(KpageFlags.Dirty, false)]
    public void All_of_the_flags_or_none(KpageFlags observed, bool agrees)
    {
        var expected = HandMade.Pages((1, HandMade.Small)).MapPage(0, 0, FirstPage, run => run with { Undetermined = Both });
        var comparison = HandMade.Compare(expected, HandMade.Pages((1, HandMade.Small | observed)));
        Assert.That(comparison.Differences.Count == 0, Is.EqualTo(agrees));
    }

    [Test]
    public void Flags_that_are_not_left_to_the_kernel_must_agree()
    {
        var comparison = HandMade.Compare(HandMade.Pages((1, HandMade.Small)), HandMade.Pages((1, HandMade.Small | Both)));
        Assert.That(comparison.Differences.Select(difference => difference.Field), Is.EquivalentTo(new[] { "MLOCKED", "UNEVICTABLE" }));
    }

    [Test]
    public void What_is_left_to_the_kernel_counts_as_compared_all_the_same()
    {
        var expected = HandMade.Pages((1, HandMade.Small));
        var left = expected.MapPage(0, 0, FirstPage, run => run with { Undetermined = Both });
        Assert.That(HandMade.Compare(left, expected).Compared, Is.EqualTo(HandMade.Compare(expected, expected).Compared));
    }

    private static ulong FirstPage => HandMade.Pages((1, HandMade.Small)).Observations[0].Processes[0].Pages[0].FirstPage;
}
