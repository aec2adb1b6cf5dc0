using System.Globalization;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.KnownIssues;

/// <summary>The VMAs that a finding is about.</summary>
/// <param name="Permissions">Their four letters; null: any.</param>
/// <param name="LacksPmdMapped">Only values that are too small, by no more than what PMD entries map in the VMA.</param>
/// <param name="AddsPmdMapped">Only values that are too large, by no more than that.</param>
/// <param name="RepeatsFirst">Only a mapmax that looks at the first page below each PMD entry alone.</param>
public sealed record VmaCondition(string? Permissions, bool LacksPmdMapped, bool AddsPmdMapped = false, bool RepeatsFirst = false)
{
    /// <summary>Whether a mismatch is about such a VMA.</summary>
    public bool Holds(Difference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return difference.Vma is { } vma
            && (Permissions is null || vma.Permissions == Permissions)
            && (!LacksPmdMapped || (Excess(difference) is { } lacking && lacking < 0 && -lacking <= vma.PmdMapped))
            && (!AddsPmdMapped || (Excess(difference) is { } added && added > 0 && added <= vma.PmdMapped))
            && (!RepeatsFirst || ValueOf(difference, difference.Observed) == (vma.MapMaxOfFirstPages > 1 ? vma.MapMaxOfFirstPages : 0));
    }

    /// <summary>By how much the observed number is larger than the expected one; null if one of them is no number.</summary>
    internal static long? Excess(Difference difference) => ValueOf(difference, difference.Observed) - ValueOf(difference, difference.Expected);

    // numa_maps leaves out what is 0; smaps does not.
    private static long? ValueOf(Difference difference, string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
            : difference.Observable == Observable.NumaMaps ? 0 : null;
}
