using System.Globalization;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;

namespace RmapHarness.Reports.Terminal;

/// <summary>
/// Says on stderr what is going on while a run works: on a terminal in one line that is written over, elsewhere in lines. All members
/// may be called from any thread.
/// </summary>
/// <param name="writer">stderr.</param>
/// <param name="isTerminal">Whether a terminal is at the other end.</param>
/// <param name="columns">Width of the terminal in characters.</param>
public sealed class ProgressLog(TextWriter writer, bool isTerminal, int columns) : IProgress<string>
{
    private readonly Lock gate = new();
    private int shown;

    /// <summary>Reports a stage that stays on the screen.</summary>
    public void Report(string value)
    {
        lock (gate)
        {
            Erase();
            writer.WriteLine(value);
        }
    }

    /// <summary>Reports that a scenario has ended.</summary>
    /// <param name="kernel">Name of the kernel.</param>
    /// <param name="done">Scenarios that have ended on it.</param>
    /// <param name="total">Scenarios that run on it.</param>
    /// <param name="result">The one that just ended.</param>
    public void Finished(string kernel, int done, int total, ScenarioResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var line = string.Create(
            CultureInfo.InvariantCulture, $"[{done}/{total}] {kernel} {result.Scenario.Name}: {Words.Of(result.Verdict)}");
        Status(line);
    }

    /// <summary>Reports how far the work is: the next status replaces this one on a terminal.</summary>
    /// <param name="line">One line.</param>
    public void Status(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        lock (gate)
        {
            Erase();
            if (isTerminal)
                Overwrite(line);
            else
                writer.WriteLine(line);
        }
    }

    /// <summary>Takes the line that is written over off the screen.</summary>
    public void Clear()
    {
        lock (gate)
            Erase();
    }

    private void Overwrite(string line)
    {
        // A line that wraps cannot be written over.
        var visible = line.Length < columns ? line : line[..Math.Max(0, columns - 1)];
        writer.Write(visible);
        shown = visible.Length;
    }

    private void Erase()
    {
        if (shown == 0)
            return;
        writer.Write($"\r{new string(' ', shown)}\r");
        shown = 0;
    }
}
