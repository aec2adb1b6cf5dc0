using System.Globalization;

namespace RmapHarness.Verdicts.Diff;

/// <summary>What to call a process in a mismatch.</summary>
internal static class ProcessName
{
    /// <summary>The author's name, or the index of a process that no author named.</summary>
    public static string Of(IReadOnlyList<string> names, int index) =>
        index >= 0 && index < names.Count ? names[index] : string.Create(CultureInfo.InvariantCulture, $"process {index}");
}
