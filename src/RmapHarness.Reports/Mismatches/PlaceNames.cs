using System.Globalization;
using RmapHarness.Scenarios;

namespace RmapHarness.Reports.Mismatches;

/// <summary>Names pages as the author of a scenario writes them: <c>a</c>, <c>a[3]</c>, <c>a[0..256]</c> (half open).</summary>
internal static class PlaceNames
{
    /// <summary>The author's words for the place of a difference; empty if no mapping of the scenario holds it.</summary>
    public static string Of(CompiledScenario compiled, string where)
    {
        var pageSize = compiled.Geometry.PageSize;
        var names = Places.Of(where, pageSize).Select(range => NameOf(compiled, range.Start, range.End)).ToList();
        return names.Contains(null) ? "" : string.Join(", ", names);
    }

    private static string? NameOf(CompiledScenario compiled, ulong start, ulong end)
    {
        var mapping = compiled.Mappings.FirstOrDefault(mapping => mapping.Holds(start));
        if (mapping is null)
            return null;
        if (start == mapping.Address && end - start >= mapping.Length)
            return mapping.Name;
        var first = (start - mapping.Address) / compiled.Geometry.PageSize;
        var last = (end - mapping.Address) / compiled.Geometry.PageSize;
        return last - first == 1
            ? string.Create(CultureInfo.InvariantCulture, $"{mapping.Name}[{first}]")
            : string.Create(CultureInfo.InvariantCulture, $"{mapping.Name}[{first}..{last}]");
    }
}
