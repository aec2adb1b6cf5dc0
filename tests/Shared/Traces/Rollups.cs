using RmapHarness.Engine.Proc;

namespace RmapHarness.Tests.Shared;

/// <summary>smaps_rollup of a process that has four kB beside what its VMAs say.</summary>
internal static class Rollups
{
    public static ProcRollup Of(ProcSnapshot process)
    {
        var outside = new FieldValues<SmapsField> { [SmapsField.Rss] = 4, [SmapsField.Pss] = 4, [SmapsField.Anonymous] = 4 };
        var whole = new FieldValues<RollupField> { [RollupField.Pss_File] = 0, [RollupField.Pss_Shmem] = 0 };
        foreach (var field in FieldNames.All<RollupField>())
        {
            if (Enum.TryParse<SmapsField>(field.ToString(), out var summand))
                whole[field] = outside.ValueOrZero(summand) + process.Vmas.Sum(vma => vma.Counters.ValueOrZero(summand));
        }

        whole[RollupField.Pss_Anon] = whole[RollupField.Pss];
        return new ProcRollup(whole, outside, 1);
    }

    /// <summary>A process whose sums, if it has any, are those of its VMAs.</summary>
    public static ProcSnapshot Agree(ProcSnapshot process) => process.Rollup is null ? process : process with { Rollup = Of(process) };

    /// <summary>The same with one field changed.</summary>
    public static ProcSnapshot With(this ProcSnapshot process, RollupField field, long by) =>
        process with { Rollup = process.Rollup! with { Whole = process.Rollup.Whole.With(field, by) } };

    /// <summary>The same with one field changed.</summary>
    public static ProcSnapshot With(this ProcSnapshot process, StatusField field, long by) => process with { Status = process.Status!.With(field, by) };

    /// <summary>The same with one field changed.</summary>
    public static FieldValues<TField> With<TField>(this FieldValues<TField> values, TField field, long by)
        where TField : struct, Enum
    {
        var copy = new FieldValues<TField>();
        foreach (var other in FieldNames.All<TField>().Where(values.Has))
            copy[other] = values[other] + (other.Equals(field) ? by : 0);
        return copy;
    }
}
