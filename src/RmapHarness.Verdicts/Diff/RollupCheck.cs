using System.Globalization;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>
/// Checks, without any model, that /proc/PID/smaps_rollup is the sum of the entries of /proc/PID/smaps. Sizes add up exactly. Shares have
/// fractions of a kB, which smaps cuts off in each entry and the rollup once: each entry with pages but one can hide up to 1 kB.
/// </summary>
internal sealed class RollupCheck(int step, string process, Tally tally)
{
    private const string Parts = "Pss_Anon + Pss_File + Pss_Shmem";

    private static readonly (RollupField Field, SmapsField Summand)[] Sums =
    [
        .. FieldNames.All<RollupField>()
            .Where(field => field is not (RollupField.Referenced or RollupField.Pss_Anon or RollupField.Pss_File or RollupField.Pss_Shmem))
            .Select(field => (field, Enum.Parse<SmapsField>(field.ToString()))),
    ];

    /// <summary>Checks what the kernel says of one process.</summary>
    public void Check(ProcSnapshot kernel)
    {
        if (kernel.Rollup is not { } rollup)
            return;
        var (whole, outside) = (rollup.Whole, rollup.Outside);
        var entries = rollup.OutsideShares + kernel.Vmas.Count(HasPages);
        foreach (var (field, summand) in Sums.Where(pair => whole.Has(pair.Field) || outside.Has(pair.Summand)))
        {
            var sum = outside.ValueOrZero(summand) + kernel.Vmas.Sum(vma => vma.Counters.ValueOrZero(summand));
            var cut = IsShare(field) ? Math.Max(0, entries - 1) : 0;
            Compare(field.ToString(), sum, sum + cut, whole.Has(field) ? whole[field] : null);
        }

        var parts = whole.ValueOrZero(RollupField.Pss_Anon) + whole.ValueOrZero(RollupField.Pss_File) + whole.ValueOrZero(RollupField.Pss_Shmem);
        Compare(Parts, whole.ValueOrZero(RollupField.Pss) - 2, whole.ValueOrZero(RollupField.Pss), parts);
    }

    private static bool HasPages(VmaSnapshot vma) =>
        vma.Counters.ValueOrZero(SmapsField.Rss) > 0 || vma.Counters.ValueOrZero(SmapsField.Swap) > 0;

    private static bool IsShare(RollupField field) =>
        field is RollupField.Pss or RollupField.Pss_Dirty or RollupField.SwapPss or RollupField.Locked;

    private void Compare(string field, long least, long most, long? shown)
    {
        tally.Count(1);
        if (shown >= least && shown <= most)
            return;
        var expected = least == most ? Text(least) : $"{Text(least)} to {Text(most)}";
        tally.Add(new Difference(step, process, Observable.Rollup, "", field, $"{expected} (sum of smaps)", shown is { } value ? Text(value) : "absent"));
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
