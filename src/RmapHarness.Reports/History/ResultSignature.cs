using System.Globalization;
using RmapHarness.Reports.Json;

namespace RmapHarness.Reports.History;

/// <summary>Tells whether two results are the same trouble.</summary>
public static class ResultSignature
{
    /// <summary>
    /// The title of a crash; else where the unexplained mismatches are: step, process, observable, field. The values are not a part of it:
    /// frame numbers and the like differ each night. Empty for a result without trouble.
    /// </summary>
    public static string Of(ScenarioEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Crash is { } crash
            ? $"crash: {crash}"
            : string.Join("; ", entry.Diffs.Where(diff => diff.KnownIssue is null).Select(Place).Distinct().Order(StringComparer.Ordinal));
    }

    private static string Place(DifferenceEntry diff) =>
        string.Create(CultureInfo.InvariantCulture, $"{diff.Step} {diff.Process} {diff.Observable} {diff.Field}");
}
