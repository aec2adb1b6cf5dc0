namespace RmapHarness.Scenarios.Text;

/// <summary>A place in a scenario file.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Character in the line, from 1.</param>
public readonly record struct SourceMark(int Line, int Column)
{
    /// <summary>The first character of a file.</summary>
    public static SourceMark Start { get; } = new(1, 1);
}
