using System.Text.RegularExpressions;

namespace RmapHarness.Cli.Tests.Docs;

/// <summary>Compares the output that a page shows with a real one: "…" stands for any lines, or for the rest of a line.</summary>
internal static partial class ShownOutput
{
    private const string Ellipsis = "…";

    [GeneratedRegex(@"\b[0-9]+\.[0-9]+\.[0-9]+[-+][A-Za-z0-9+.-]+")]
    private static partial Regex Release { get; }

    [GeneratedRegex(@"(known-issue|pass|fail)( [0-9]+ [0-9]+)")]
    private static partial Regex Counts { get; }

    /// <summary>What does not agree, in one line; null if all does.</summary>
    public static string? Problem(IReadOnlyList<string> shown, string actual)
    {
        var lines = actual.Split('\n').Select(Normal).Where(line => line.Length > 0).ToList();
        var at = 0;
        var mayskip = false;
        foreach (var line in shown.Select(Normal).Where(line => line.Length > 0))
        {
            if (line == Ellipsis)
            {
                mayskip = true;
                continue;
            }

            var found = mayskip ? lines.FindIndex(at, other => Agrees(line, other)) : at < lines.Count && Agrees(line, lines[at]) ? at : -1;
            if (found < 0)
                return $"'{line}' is not there; the output was:\n{actual}";
            at = found + 1;
            mayskip = false;
        }

        return shown.Count == 0 || mayskip || at == lines.Count ? null : $"'{lines[at]}' is not shown";
    }

    private static bool Agrees(string shown, string actual) => shown.EndsWith(Ellipsis, StringComparison.Ordinal)
        ? actual.StartsWith(shown[..^Ellipsis.Length], StringComparison.Ordinal)
        : shown == actual;

    // Releases, times and numbers of values are of the day.
    private static string Normal(string line)
    {
        var words = string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return Counts.Replace(Release.Replace(words, "RELEASE"), "$1");
    }
}
