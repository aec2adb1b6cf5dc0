using System.Globalization;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>Compares the counters of THPs.</summary>
internal static class ThpDiff
{
    /// <summary>Compares one observation's; a size that only one side has is a mismatch.</summary>
    public static void Compare(ThpCounters? expected, ThpCounters? observed, int step, Tally tally)
    {
        tally.Compare(step, "", Observable.Thp, "", "counters", Made(expected), Made(observed));
        if (expected is null || observed is null)
            return;
        FieldDiff.Compare(Observable.Thp, expected.Events, observed.Events, step, "", tally);
        foreach (var size in expected.Sizes.Keys.Union(observed.Sizes.Keys).Order())
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"hugepages-{size}kB");
            FieldDiff.Compare(Observable.Thp, expected.Sizes.GetValueOrDefault(size), observed.Sizes.GetValueOrDefault(size), step, "", tally, where);
        }
    }

    private static string Made(ThpCounters? counters) => counters is null ? "none" : "read";
}
