using RmapHarness.Scenarios.Text;

namespace RmapHarness.Scenarios.Yaml;

/// <summary>A YAML string, number or nothing; all are text here.</summary>
/// <param name="Mark">Its first character, a quote included.</param>
/// <param name="Text">The value.</param>
/// <param name="IsPlain">It has no quotes.</param>
/// <param name="TextMark">Where the value itself begins in the file; null if it does not stand there letter by letter.</param>
internal sealed record ScalarNode(SourceMark Mark, string Text, bool IsPlain, SourceMark? TextMark) : Node(Mark)
{
    /// <summary>Nothing was written where a value may stand.</summary>
    public bool IsNull => IsPlain && Text.Length == 0;

    /// <summary>The place of a character of the value, or of the value where that is not known.</summary>
    public SourceMark At(int offset) => TextMark is { } start ? start with { Column = start.Column + offset } : Mark;
}
