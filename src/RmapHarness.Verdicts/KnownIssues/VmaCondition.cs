using System.Globalization;
using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.KnownIssues;

/// <summary>The VMAs that a finding is about.</summary>
/// <param name="Permissions">Their four letters; null: any.</param>
/// <param name="LacksPmdMapped">Only values that are too small, by no more than what PMD entries map in the VMA.</param>
/// <param name="AddsPmdMapped">Only values that are too large, by no more than that.</param>
public sealed record VmaCondition(string? Permissions, bool LacksPmdMapped, bool AddsPmdMapped = false)
{
    /// <summary>Whether a mismatch is about such a VMA.</summary>
    public bool Holds(Difference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return difference.Vma is { } vma
            && (Permissions is null || vma.Permissions == Permissions)
            && (!LacksPmdMapped || (Excess(difference) is { } lacking && lacking < 0 && -lacking <= vma.PmdMapped))
            && (!AddsPmdMapped || (Excess(difference) is { } added && added > 0 && added <= vma.PmdMapped));
    }

    private static long? Excess(Difference difference) =>
        long.TryParse(difference.Expected, NumberStyles.None, CultureInfo.InvariantCulture, out var expected)
        && long.TryParse(difference.Observed, NumberStyles.None, CultureInfo.InvariantCulture, out var observed)
            ? observed - expected
            : null;
}
