using System.Globalization;
using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.Tests.Diff.PerPage;

/// <summary>The diff goes by runs; what it finds and counts is what going by pages finds and counts.</summary>
public sealed class PerPageTests
{
    private const int Traces = 4_000;

    // Values of one page that names frames on both sides, beside those of frames: nine bits of pagemap, the count, 22 bits of kpageflags,
    // the contents.
    private const int ValuesOfPagemap = 9;
    private const int ValuesOfScan = 10;
    private const int ValuesOfFrame = 1 + 22 + 1;

    [TestCase(AccountingScheme.PageMapcount)]
    [TestCase(AccountingScheme.NoPageMapcount)]
    public void Runs_give_the_same_differences_and_counts_as_pages(AccountingScheme scheme)
    {
        var seen = new HashSet<(Observable, string, string)>();
        for (var seed = 0; seed < Traces; seed++)
        {
            var (expected, observed) = new RandomTraces(seed).Next();
            var reference = new PerPageDiff(expected, observed);
            reference.Run(conservation: scheme == AccountingScheme.PageMapcount);

            var comparison = Compare(scheme, expected, observed);

            Assert.That(comparison.Compared, Is.EqualTo(reference.Compared + Others(expected, observed)), $"seed {seed}");
            Assert.That(
                comparison.Differences.Where(IsOfFrames).Select(Text),
                Is.EquivalentTo(Collapsed(reference.Mismatches, observed)),
                $"seed {seed}");
            seen.UnionWith(reference.Mismatches.Select(mismatch => (mismatch.Observable, mismatch.Field, mismatch.Expected.Split(' ')[0])));
        }

        // Nothing is proved of what never happened: both kinds of identity, contiguity, alignment, conservation.
        Assert.That(seen.Select(kind => kind.Item2).Distinct(), Is.SupersetOf(new[] { "identity", "contiguous", "aligned" }));
        Assert.That(seen, Has.Member((Observable.Frame, "identity", "a")).And.Member((Observable.Frame, "identity", "the")));
        Assert.That(seen.Any(kind => kind.Item1 == Observable.Conservation), Is.EqualTo(scheme == AccountingScheme.PageMapcount));
    }

    private static Comparison Compare(AccountingScheme scheme, Trace expected, Trace observed)
    {
        var program = new Program([], ["p0", "p1", "p2"]);
        return TraceDiff.Compare(Example.V73 with { Scheme = scheme, Geometry = Geometry.Base4K }, program, expected, observed);
    }

    private static bool IsOfFrames(Difference difference) =>
        difference.Observable == Observable.Conservation || (difference.Observable == Observable.Frame && difference.Field != "named");

    private static long Others(Trace expected, Trace observed)
    {
        long sum = 0;
        foreach (var (left, right) in expected.Observations.Zip(observed.Observations))
        {
            sum += 2;
            foreach (var (model, kernel) in left.Processes.Zip(right.Processes))
            {
                sum++;
                sum += model.Vmas.Concat(kernel.Vmas).DistinctBy(vma => vma.Start).Count();
                sum += 3 * model.Vmas.Count(vma => kernel.Vmas.Any(other => other.Start == vma.Start));
            }

            foreach (var page in PageValue.Of(left, right))
                sum += ValuesOfPagemap + ValuesOfScan + (page.NamesFrames ? ValuesOfFrame : page.ModelFrame >= 0 || page.Pfn >= 0 ? 1 : 0);
        }

        return sum;
    }

    private static string Text(Difference difference) =>
        $"{difference.Step} {difference.Process} {difference.Observable} {difference.Where} {difference.Field}: {difference.Expected} / {difference.Observed}, {difference.Pages}";

    private static IEnumerable<string> Collapsed(IEnumerable<PerPageMismatch> mismatches, Trace observed)
    {
        foreach (var group in mismatches.GroupBy(mismatch => (mismatch with { Page = 0 }, Base: BaseOf(mismatch, observed))))
        {
            var pages = group.Select(mismatch => mismatch.Page - group.Key.Base).ToList();
            var m = group.Key.Item1;
            yield return $"{m.Step} p{m.Process} {m.Observable} 0x{group.Key.Base << 12:x}+{Ranges(pages)} {m.Field}: {m.Expected} / {m.Observed}, {pages.Count}";
        }
    }

    private static ulong BaseOf(PerPageMismatch mismatch, Trace observed) => observed.Observations
        .Single(observation => observation.Step == mismatch.Step).Processes[mismatch.Process].Vmas
        .Single(vma => vma.Start <= mismatch.Page << 12 && mismatch.Page << 12 < vma.End).Start >> 12;

    // In the order in which the pages came, eight ranges at most.
    private static string Ranges(List<ulong> pages)
    {
        var texts = new List<string>();
        for (var i = 0; i < pages.Count;)
        {
            var last = i;
            while (last + 1 < pages.Count && pages[last + 1] == pages[last] + 1)
                last++;
            texts.Add(i == last ? pages[i].ToString(CultureInfo.InvariantCulture) : $"{pages[i]}..{pages[last]}");
            i = last + 1;
        }

        return string.Join(',', texts.Take(8)) + (texts.Count > 8 ? ",…" : "");
    }
}
