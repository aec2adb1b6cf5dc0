using RmapHarness.Verdicts.Diff;

namespace RmapHarness.Verdicts.KnownIssues;

/// <summary>Dirty memory that is clean because its huge PMD lost the dirty bit when mprotect or userfaultfd changed it.</summary>
internal static class LostDirty
{
    /// <summary>
    /// Whether a mismatch can be that: pages below such PMDs lack a bit; or a VMA has less dirty, or more clean memory, by no more than lies below them.
    /// </summary>
    public static bool Holds(Difference difference) =>
        difference.Context is { } pages
            ? pages.Reprotected && (difference.Expected, difference.Observed) == ("1", "0")
            : difference.Vma is { } vma && Lost(difference) is { } lost && lost > 0 && lost <= vma.Reprotected;

    private static long? Lost(Difference difference) =>
        difference.Field.EndsWith("_Clean", StringComparison.Ordinal) ? VmaCondition.Excess(difference) : -VmaCondition.Excess(difference);
}
