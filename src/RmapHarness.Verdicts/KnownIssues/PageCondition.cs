using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.KnownIssues;

/// <summary>The pages that a finding is about.</summary>
/// <param name="Level">Level of the entries that map them; null: any.</param>
/// <param name="Zero">Only the zero folios, or only others; null: any.</param>
/// <param name="RepeatsFirst">Only pages whose observed pagemap bit is the one expected of the first page of their entry.</param>
/// <param name="Entry">The kind of their entries; null: any.</param>
public sealed record PageCondition(MappingLevel? Level, bool? Zero, bool RepeatsFirst, PageEntry? Entry = null)
{
    /// <summary>Whether a mismatch is about such pages.</summary>
    public bool Holds(Difference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return difference.Context is { } context
            && (Level is null || context.Level == Level)
            && (Entry is null || context.Entry == Entry)
            && (Zero is null || context.Zero == Zero)
            && (!RepeatsFirst || Repeats(difference, context.FirstOfEntry));
    }

    private static bool Repeats(Difference difference, PagemapBits first)
    {
        var bit = ComparedFields.Pagemap.FirstOrDefault(known => known.Name == difference.Field);
        return bit is not null && difference.Observed == ((((ulong)first >> bit.Bit) & 1) == 1 ? "1" : "0");
    }
}
