namespace RmapHarness.Verdicts.Diff.Runs;

/// <summary>A value of a run of numbers: it is the same for all of them, or ascends with them.</summary>
/// <typeparam name="T">The type itself.</typeparam>
internal interface IRunValue<T> : IEquatable<T>
    where T : struct, IRunValue<T>
{
    /// <summary>The value so many numbers further on.</summary>
    T After(long numbers);
}
