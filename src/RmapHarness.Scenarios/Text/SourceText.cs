namespace RmapHarness.Scenarios.Text;

/// <summary>The text of one scenario file, by lines.</summary>
internal sealed class SourceText(string file, string text, string hash)
{
    private readonly string[] lines = text.ReplaceLineEndings("\n").Split('\n');

    /// <summary>The file's name as the user gave it.</summary>
    public string File { get; } = file;

    /// <summary>Everything.</summary>
    public string Text { get; } = text;

    /// <summary>SHA-256 of the file's bytes, lower-case hexadecimal.</summary>
    public string Hash { get; } = hash;

    /// <summary>How many lines there are; an end of line at the very end begins another, empty one.</summary>
    public int LineCount => lines.Length;

    /// <summary>A line without its end; empty past the last one.</summary>
    /// <param name="number">From 1.</param>
    public string Line(int number) => number >= 1 && number <= lines.Length ? lines[number - 1] : "";
}
