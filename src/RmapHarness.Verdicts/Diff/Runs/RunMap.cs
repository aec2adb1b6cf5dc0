using System.Runtime.InteropServices;

namespace RmapHarness.Verdicts.Diff.Runs;

/// <summary>
/// A map from numbers to values that holds runs: its cost is that of the runs, not of the numbers. The runs lie ascending in chunks of
/// bounded length, so that a kernel that scatters its frames costs no more than a search tree would.
/// </summary>
/// <typeparam name="T">The values.</typeparam>
internal sealed class RunMap<T>
    where T : struct, IRunValue<T>
{
    private const int LongestChunk = 256;

    // No chunk is empty but a single one.
    private readonly List<List<Run>> chunks = [[]];

    /// <summary>Looks a number up, and how far on the answer goes.</summary>
    /// <param name="number">The number.</param>
    /// <param name="limit">Numbers of interest, at least 1.</param>
    /// <param name="value">Its value; each number after it has what follows by <see cref="IRunValue{T}.After"/>.</param>
    /// <param name="alike">Numbers from it on, at most the limit, that are in the same run, or that like it have no value.</param>
    /// <returns>False if it has no value.</returns>
    public bool TryFind(long number, long limit, out T value, out long alike)
    {
        var (chunk, index) = FirstEndingAfter(number);
        if (index == chunks[chunk].Count)
        {
            (value, alike) = (default, limit);
            return false;
        }

        var run = chunks[chunk][index];
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
        var at = FirstEndingAfter(first);
        while (at.Index < chunks[at.Chunk].Count && chunks[at.Chunk][at.Index] is var old && old.First < end)
        {
            at = Remove(at);
            if (old.First < first)
                at = Next(Insert(at, old with { End = first }));
            if (old.End > end)
                at = Insert(at, new Run(end, old.End, old.Value.After(end - old.First)));
        }

        if (at.Index > 0 && chunks[at.Chunk][at.Index - 1] is var before && before.IsContinuedBy(first, value))
            chunks[at.Chunk][at.Index - 1] = before with { End = end };
        else
            Insert(at, new Run(first, end, value));
    }

    private (int Chunk, int Index) FirstEndingAfter(long number)
    {
        // Nothing compares equal, so that the search ends at the complement of the first that ends after the number.
        var after = new EndingAfter(number);
        var chunk = ~CollectionsMarshal.AsSpan(chunks)[..^1].BinarySearch(after);
        return (chunk, ~CollectionsMarshal.AsSpan(chunks[chunk]).BinarySearch(after));
    }

    private (int Chunk, int Index) Remove((int Chunk, int Index) at)
    {
        chunks[at.Chunk].RemoveAt(at.Index);
        if (chunks[at.Chunk].Count == 0 && chunks.Count > 1)
        {
            chunks.RemoveAt(at.Chunk);
            return at.Chunk < chunks.Count ? (at.Chunk, 0) : (at.Chunk - 1, chunks[^1].Count);
        }

        return at.Index == chunks[at.Chunk].Count && at.Chunk + 1 < chunks.Count ? (at.Chunk + 1, 0) : at;
    }

    private (int Chunk, int Index) Insert((int Chunk, int Index) at, Run run)
    {
        var runs = chunks[at.Chunk];
        runs.Insert(at.Index, run);
        if (runs.Count <= LongestChunk)
            return at;
        const int Half = LongestChunk / 2;
        chunks.Insert(at.Chunk + 1, runs[Half..]);
        runs.RemoveRange(Half, runs.Count - Half);
        return at.Index < Half ? at : (at.Chunk + 1, at.Index - Half);
    }

    private (int Chunk, int Index) Next((int Chunk, int Index) at) =>
        at.Index + 1 == chunks[at.Chunk].Count && at.Chunk + 1 < chunks.Count ? (at.Chunk + 1, 0) : (at.Chunk, at.Index + 1);

    private readonly record struct Run(long First, long End, T Value)
    {
        public bool IsContinuedBy(long first, T value) => End == first && Value.After(End - First).Equals(value);
    }

    private readonly struct EndingAfter(long number) : IComparable<Run>, IComparable<List<Run>>
    {
        public int CompareTo(Run run) => run.End > number ? -1 : 1;

        public int CompareTo(List<Run>? runs) => CompareTo(runs![^1]);
    }
}
