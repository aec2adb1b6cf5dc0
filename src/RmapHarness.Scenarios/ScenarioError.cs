using System.Globalization;
using System.Text;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios;

/// <summary>One thing that is wrong with a scenario file.</summary>
/// <param name="File">The file's name as the user gave it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Character in the line, from 1.</param>
/// <param name="Message">What is wrong, in one line.</param>
/// <param name="Suggestion">What may have been meant; null if nothing comes to mind.</param>
/// <param name="SourceLine">The line of the file that the error is in; may be empty.</param>
public sealed record ScenarioError(string File, int Line, int Column, string Message, string? Suggestion, string SourceLine)
{
    private const int LongestLine = 160;

    /// <summary>
    /// <c>file:line:column: error: message</c>, then the source line with a caret below the column, then the suggestion. Lines
    /// are separated by \n; there is none at the end.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}: error: {Message}");
        if (!string.IsNullOrWhiteSpace(SourceLine))
        {
            var left = Column <= LongestLine ? 0 : Math.Min(Column - (LongestLine / 2), SourceLine.Length);
            var shown = SourceLine[left..Math.Min(SourceLine.Length, left + LongestLine)];
            text.Append("\n  ").Append(Printable.Clean(shown));
            text.Append("\n  ").Append(' ', Math.Max(0, Column - 1 - left)).Append('^');
        }

        if (Suggestion is not null)
            text.Append("\n  did you mean '").Append(Printable.Clean(Suggestion)).Append("'?");
        return text.ToString();
    }
}
