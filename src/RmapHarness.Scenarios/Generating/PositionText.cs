using System.Globalization;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Scenarios.Generating;

/// <summary>Writes numbers of pages as an author would: near a PMD's border they are counted from there.</summary>
internal static class PositionText
{
    /// <summary>A size, as in <c>1 pmd + 3 pages</c>.</summary>
    public static string Of(long pages, Geometry geometry)
    {
        var (pmds, rest) = Math.DivRem(pages, geometry.PmdPages);
        if (rest > geometry.PmdPages * 3 / 4)
            return $"{Pmds(pmds + 1)} - {Pages(geometry.PmdPages - rest)}";
        if (pmds == 0 && rest * 2 == geometry.PmdPages)
            return "1/2 pmd";
        return pmds == 0 ? Pages(rest) : rest == 0 ? Pmds(pmds) : $"{Pmds(pmds)} + {Pages(rest)}";
    }

    private static string Pmds(long count) => string.Create(CultureInfo.InvariantCulture, $"{count} pmd{(count == 1 ? "" : "s")}");

    private static string Pages(long count) => string.Create(CultureInfo.InvariantCulture, $"{count} page{(count == 1 ? "" : "s")}");
}
