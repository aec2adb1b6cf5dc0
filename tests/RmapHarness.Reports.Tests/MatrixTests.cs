using RmapHarness.Engine.Kernel;
using RmapHarness.Reports.Matrix;
using RmapHarness.Verdicts;

namespace RmapHarness.Reports.Tests;

/// <summary>When did it start?</summary>
public sealed class MatrixTests
{
    [Test]
    public void A_difference_that_came_went_and_came_back_is_told_in_release_order()
    {
        // Not in release order; with a kernel of another page size, and one that could not be had.
        var text = Text(
            [
                Kernel("7.3.4", Results.Fail, Results.Pass),
                Kernel("6.1.0", Results.Pass, Results.Pass),
                Kernel("6.18.15", Results.KnownIssue, Results.Pass),
                Kernel("6.12.107", Results.Fail, Results.Pass),
                Kernel("6.16.12", Results.Fail, Results.Pass),
                Kernel("7.2.12", Results.Skipped, Results.Pass),
            ],
            [new KernelGap("7.1", "its modules are gone")]);

        Assert.That(
            text,
            Is.EqualTo(
                """
                one line a kernel, one column a scenario: . pass, F fail, k known-issue, - skipped
                x86_64, 4 KiB pages, page-mapcount:
                  6.1.0     ..
                  6.12.107  F.
                  6.16.12   F.
                  6.18.15   k.
                  7.2.12    -.
                  7.3.4     F.
                  example
                    6.1.0: pass
                    6.12.107 to 6.16.12: fail (smaps Pss)
                    6.18.15: known-issue (rss)
                    7.2.12: skipped
                    7.3.4: fail (smaps Pss)
                  not run: 7.1: its modules are gone

                """));
    }

    [Test]
    public void Kernels_of_another_kind_are_not_compared_with_each_other()
    {
        var other = Kernel("6.1.0", Results.Fail);
        other = other with { Kernel = other.Kernel with { Profile = other.Kernel.Profile with { Architecture = Architecture.Arm64 } } };

        var text = Text([Kernel("7.3.4", Results.Pass), Kernel("7.2.0", Results.Pass), other], []);

        Assert.That(text, Does.Contain("arm64, 4 KiB pages, page-mapcount:\n  6.1.0  F\nx86_64, 4 KiB pages, page-mapcount:\n  7.2.0  .\n  7.3.4  .\n"));
        Assert.That(text, Does.EndWith("  every scenario ends alike on all of them\n"));
    }

    [Test]
    public void Another_field_that_differs_is_another_state()
    {
        var kernels = new[] { Kernel("7.2.0", Results.Fail), Kernel("7.3.4", Results.KnownIssue) };
        Assert.That(Lineage.Of(kernels).Single().Histories.Single().Spans.Select(span => span.State), Is.EqualTo(new[] { "fail (smaps Pss)", "known-issue (rss)" }));
    }

    private static KernelResults Kernel(string release, params ScenarioResult[] results)
    {
        var of = Results.Of(results);
        return of with { Kernel = of.Kernel with { Release = release, Profile = of.Kernel.Profile with { Version = KernelVersion.Parse(release) } } };
    }

    private static string Text(IReadOnlyList<KernelResults> results, IReadOnlyList<KernelGap> gaps)
    {
        using var writer = new StringWriter();
        MatrixText.Write(writer, results, gaps);
        return writer.ToString();
    }
}
