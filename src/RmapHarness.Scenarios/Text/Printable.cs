using System.Text;

namespace RmapHarness.Scenarios.Text;

/// <summary>Makes text of a file safe and short enough for a message.</summary>
internal static class Printable
{
    private const int LongestQuote = 60;

    /// <summary>The text in single quotes, shortened, without control characters.</summary>
    public static string Quote(string text) =>
        text.Length <= LongestQuote ? $"'{Clean(text)}'" : $"'{Clean(text[..LongestQuote])}…'";

    /// <summary>The text with every control character replaced: a terminal must not obey a scenario file.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
            clean.Append(char.IsControl(character) || char.IsSurrogate(character) ? '?' : character);
        return clean.ToString();
    }
}
