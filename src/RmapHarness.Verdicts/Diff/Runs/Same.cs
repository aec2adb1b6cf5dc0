namespace RmapHarness.Verdicts.Diff.Runs;

/// <summary>One value for a whole run.</summary>
internal readonly record struct Same<T>(T Value) : IRunValue<Same<T>>
    where T : struct
{
    /// <inheritdoc/>
    public Same<T> After(long numbers) => this;
}
