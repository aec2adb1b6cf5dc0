namespace RmapHarness.Verdicts.Diff;

/// <summary>What one observable is.</summary>
/// <param name="Observable">Which one.</param>
/// <param name="Source">The file of /proc or of the cgroup that it is read from, or what it follows from.</param>
/// <param name="Document">Where it is described: a path in the kernel's tree, or a page of this project's docs/.</param>
/// <param name="Unit">Of a value.</param>
/// <param name="Compared">What is compared, and with what.</param>
/// <param name="OneValue">What counts as one compared value.</param>
public sealed record ObservableDefinition(Observable Observable, string Source, string Document, string Unit, string Compared, string OneValue)
{
    /// <summary>Its letter in docs/coverage.md; null if the model does not predict it.</summary>
    public char? Mark { get; init; }
}
