using System.Globalization;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>Compares the counters of the pools of huge pages.</summary>
internal static class HugetlbDiff
{
    /// <summary>Compares one observation's; a size that only one side has is a mismatch.</summary>
    public static void Compare(
        IReadOnlyDictionary<int, FieldValues<HugetlbStat>> expected, IReadOnlyDictionary<int, FieldValues<HugetlbStat>> observed, int step, Tally tally)
    {
        foreach (var size in expected.Keys.Union(observed.Keys).Order())
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"hugepages-{size}kB");
            FieldDiff.Compare(Observable.Hugetlb, expected.GetValueOrDefault(size), observed.GetValueOrDefault(size), step, "", tally, where);
        }
    }
}
