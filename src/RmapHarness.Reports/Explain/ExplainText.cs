namespace RmapHarness.Reports.Explain;

/// <summary>Writes comparisons as text: a column a scheme, a star at each row in which the schemes disagree.</summary>
public static class ExplainText
{
    private const int QuestionWidth = 42;
    private const int LeastColumn = 20;

    /// <summary>Writes what one step did.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="title">The step as written.</param>
    /// <param name="schemes">Names of the schemes.</param>
    /// <param name="sections">What the schemes answer.</param>
    public static void Write(TextWriter writer, string title, IReadOnlyList<string> schemes, IReadOnlyList<ExplainSection> sections)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(schemes);
        ArgumentNullException.ThrowIfNull(sections);
        var rows = sections.SelectMany(section => section.Rows).Select(row => row.Answers).Append(schemes).ToList();
        var widths = Enumerable.Range(0, schemes.Count).Select(i => Math.Max(LeastColumn, rows.Max(answers => answers[i].Length) + 2)).ToList();
        writer.WriteLine(title);
        Line(' ', "", schemes);
        foreach (var section in sections)
        {
            writer.WriteLine($"  {section.Title}");
            foreach (var row in section.Rows)
                Line(row.IsMarked ? '*' : ' ', $"  {row.Question}", row.Answers);
        }

        writer.WriteLine();

        void Line(char mark, string question, IReadOnlyList<string> answers)
        {
            var columns = answers.Select((answer, i) => answer.PadRight(widths[i]));
            writer.WriteLine($"{mark} {question.PadRight(QuestionWidth)}{string.Concat(columns)}".TrimEnd());
        }
    }
}
