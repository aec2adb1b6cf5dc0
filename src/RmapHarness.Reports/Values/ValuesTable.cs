using System.Globalization;
using RmapHarness.Engine.Proc;
using RmapHarness.Scenarios;

namespace RmapHarness.Reports.Values;

/// <summary>What each scheme predicts and each kernel shows, side by side: a column each, a row a value.</summary>
/// <param name="compiled">The scenario, for the geometry that all columns have.</param>
/// <param name="columns">The predictions, then the kernels.</param>
public sealed class ValuesTable(CompiledScenario compiled, IReadOnlyList<ValuesColumn> columns)
{
    private const char Wrong = '!';
    private const int Gap = 2;

    /// <summary>Writes the table.</summary>
    public void Write(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var sections = Sections().ToList();
        var rows = sections.SelectMany(section => section.Rows).ToList();
        var nameWidth = rows.Select(row => row.Name.Length + 4).Append(24).Max() + Gap;
        var widths = columns.Select((column, i) => rows.Select(row => row.Answers[i].Length + 1).Append(column.Title.Length).Max() + Gap).ToList();
        writer.WriteLine($"{compiled.Scenario.Name}: values ({compiled.Geometry.PageSize >> 10} KiB pages; sizes in kB; {Wrong} marks what the model does not expect of that kernel)");
        writer.WriteLine($"{new string(' ', nameWidth)}{string.Concat(columns.Select((column, i) => column.Title.PadRight(widths[i])))}".TrimEnd());
        foreach (var (title, values) in sections)
        {
            writer.WriteLine(title);
            foreach (var row in values)
                writer.WriteLine($"    {row.Name}".PadRight(nameWidth) + string.Concat(widths.Select((width, i) => Cell(row, i).PadRight(width))).TrimEnd());
        }

        writer.WriteLine();
    }

    private static string Cell(ValuesRow row, int column) => row.IsWrong(column) ? $"{row.Answers[column]}{Wrong}" : row.Answers[column];

    private IEnumerable<(string Title, IReadOnlyList<ValuesRow> Rows)> Sections()
    {
        foreach (var step in columns.SelectMany(column => column.Trace.Observations).Select(observation => observation.Step).Distinct().Order())
        {
            for (var process = 0; process < compiled.Program.ProcessNames.Count; process++)
            {
                var answers = columns.Select(column => Find(column.Trace, step, process)).ToList();
                var expected = columns.Select(column => column.Expected is { } trace ? Find(trace, step, process) : null).ToList();
                if (answers.TrueForAll(answer => answer is null))
                    continue;
                yield return (
                    string.Create(CultureInfo.InvariantCulture, $"  step {step}: {StepTexts.Of(compiled.Scenario, step)}  {compiled.Program.ProcessNames[process]}"),
                    [.. new ProcessValues(compiled, answers, expected).Rows()]);
            }
        }
    }

    private static ProcSnapshot? Find(Trace trace, int step, int process) => trace.Observations
        .FirstOrDefault(observation => observation.Step == step)?.Processes
        .FirstOrDefault(candidate => candidate.Process == process);
}
