namespace RmapHarness.Scenarios.Text;

/// <summary>Collects the errors of one file; the same error at the same place counts once.</summary>
internal sealed class Diagnostics(SourceText source)
{
    private readonly HashSet<ScenarioError> seen = [];

    /// <summary>The errors by place.</summary>
    public IReadOnlyList<ScenarioError> Errors => [.. seen.OrderBy(error => error.Line).ThenBy(error => error.Column)];

    /// <summary>How many there are.</summary>
    public int Count => seen.Count;

    /// <summary>Records an error.</summary>
    public void Add(SourceMark mark, string message, string? suggestion = null) =>
        seen.Add(new ScenarioError(source.File, mark.Line, mark.Column, message, suggestion, source.Line(mark.Line)));
}
