namespace RmapHarness.Verdicts.Diff.Runs;

/// <summary>A number that ascends with the run.</summary>
internal readonly record struct Ascending(long Number) : IRunValue<Ascending>
{
    /// <inheritdoc/>
    public Ascending After(long numbers) => new(Number + numbers);
}
