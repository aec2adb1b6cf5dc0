using Spectre.Console;

namespace RmapHarness.Reports.Terminal;

/// <summary>Consoles that write colour to a terminal only, and not even there if NO_COLOR is set.</summary>
public static class Consoles
{
    private const int WidthOffTerminal = 200;

    /// <summary>A console on a writer.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="isTerminal">Whether a terminal is at the other end.</param>
    /// <param name="noColor">The value of NO_COLOR; null or empty means that colour is welcome.</param>
    public static IAnsiConsole Create(TextWriter writer, bool isTerminal, string? noColor)
    {
        var isPlain = !isTerminal || !string.IsNullOrEmpty(noColor);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        // A pipe has no width of its own; a table in a log should not wrap at 80 columns.
        if (!isTerminal)
            console.Profile.Width = WidthOffTerminal;
        return console;
    }
}
