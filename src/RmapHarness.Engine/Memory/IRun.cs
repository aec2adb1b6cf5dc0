namespace RmapHarness.Engine.Memory;

/// <summary>A run of numbers: what <see cref="SortedRuns{T}"/> is sorted by.</summary>
public interface IRun
{
    /// <summary>The number after the last.</summary>
    long End { get; }
}
