using RmapHarness.Engine.Memory;

namespace RmapHarness.Verdicts.Diff.Runs;

/// <summary>A map from numbers to values that holds runs: its cost is that of the runs, not of the numbers.</summary>
/// <typeparam name="T">The values.</typeparam>
internal sealed class RunMap<T>
    where T : struct, IRunValue<T>
{
    private readonly SortedRuns<Run> runs = new();

    /// <summary>Looks a number up, and how far on the answer goes.</summary>
    /// <param name="number">The number.</param>
    /// <param name="limit">Numbers of interest, at least 1.</param>
    /// <param name="value">Its value; each number after it has what follows by <see cref="IRunValue{T}.After"/>.</param>
    /// <param name="alike">Numbers from it on, at most the limit, that are in the same run, or that like it have no value.</param>
    /// <returns>False if it has no value.</returns>
    public bool TryFind(long number, long limit, out T value, out long alike)
    {
        var at = runs.FirstEndingAfter(number);
        if (!runs.Holds(at))
        {
            (value, alike) = (default, limit);
            return false;
        }

        var run = runs[at];
        if (run.First > number)
        {
            (value, alike) = (default, Math.Min(limit, run.First - number));
            return false;
        }

        (value, alike) = (run.Value.After(number - run.First), Math.Min(limit, run.End - number));
        return true;
    }

    /// <summary>Gives numbers their values, whatever they had before.</summary>
    /// <param name="first">The first number.</param>
    /// <param name="numbers">How many, at least 1.</param>
    /// <param name="value">The value of the first.</param>
    public void Set(long first, long numbers, T value)
    {
        var end = first + numbers;
        var at = runs.FirstEndingAfter(first - 1);
        if (runs.Holds(at) && runs[at] is var before && before.End == first)
        {
            // What continues a run makes it longer.
            if (before.Value.After(first - before.First).Equals(value))
            {
                (first, value) = (before.First, before.Value);
                at = runs.Remove(at);
            }
            else
            {
                at = runs.Next(at);
            }
        }

        while (runs.Holds(at) && runs[at] is var old && old.First < end)
        {
            at = runs.Remove(at);
            if (old.First < first)
                at = runs.Next(runs.Insert(at, old with { End = first }));
            if (old.End > end)
                at = runs.Insert(at, new Run(end, old.End, old.Value.After(end - old.First)));
        }

        runs.Insert(at, new Run(first, end, value));
    }

    private readonly record struct Run(long First, long End, T Value) : IRun;
}
