using System.Text.RegularExpressions;

namespace RmapHarness.Guests.KernelLog;

/// <summary>A line of a console.</summary>
/// <param name="Text">What was said, without time stamp, caller and control characters.</param>
/// <param name="Offset">Where the line begins in the whole text.</param>
internal readonly partial record struct ConsoleLine(string Text, int Offset)
{
    /// <summary>All lines of a text, the last one also if it has no end yet.</summary>
    public static IReadOnlyList<ConsoleLine> Split(string text)
    {
        var lines = new List<ConsoleLine>();
        for (var begin = 0; begin < text.Length;)
        {
            var end = text.IndexOf('\n', begin);
            if (end < 0)
                end = text.Length;
            lines.Add(new ConsoleLine(Prefix().Replace(Control().Replace(text[begin..end], ""), ""), begin));
            begin = end + 1;
        }

        return lines;
    }

    // "<4>[   12.345678][  T123] " or a part of it.
    [GeneratedRegex(@"^(?:<\d+>)?(?:\[ *\d+\.\d+\](?:\[ *[TC]\d+\])? )?")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")]
    private static partial Regex Control();
}
