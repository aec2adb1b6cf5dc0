using System.Globalization;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>Compares the counters of the pools of huge pages.</summary>
internal static class HugetlbDiff
{
    /// <summary>Compares one observation's; a size that only one side has is a mismatch.</summary>
    public static void Compare(Observation expected, Observation observed, Tally tally)
    {
        foreach (var size in expected.Hugetlb.Keys.Union(observed.Hugetlb.Keys).Order())
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"hugepages-{size}kB");
            var sizes = new Tally();
            FieldDiff.Compare(
                Observable.Hugetlb, expected.Hugetlb.GetValueOrDefault(size), observed.Hugetlb.GetValueOrDefault(size), observed.Step, "", sizes, where);
            tally.Add(sizes, difference => difference with { HugetlbKept = expected.HugetlbKept.GetValueOrDefault(size) });
        }
    }
}
