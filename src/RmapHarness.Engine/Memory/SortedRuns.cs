using System.Runtime.InteropServices;

namespace RmapHarness.Engine.Memory;

/// <summary>
/// Disjoint ascending runs, in chunks of bounded length: finding one is a binary search, and one that comes or goes anywhere moves
/// no more than a chunk. An element may change as long as the order stays.
/// </summary>
/// <typeparam name="T">The runs.</typeparam>
public sealed class SortedRuns<T>
    where T : IRun
{
    private const int LongestChunk = 256;

    // No chunk is empty but a single one.
    private readonly List<List<T>> chunks = [[]];

    /// <summary>The runs, ascending.</summary>
    public IEnumerable<T> All => chunks.SelectMany(chunk => chunk);

    /// <summary>The run at a position.</summary>
    /// <param name="at">A position that holds one.</param>
    public T this[Position at]
    {
        get => chunks[at.Chunk][at.Index];
        set => chunks[at.Chunk][at.Index] = value;
    }

    /// <summary>Where the first run is that ends after a number; the position after the last run if there is none.</summary>
    public Position FirstEndingAfter(long number)
    {
        // Nothing compares equal, so that each search ends at the complement of the first that ends after the number.
        var after = new EndingAfter(number);
        var chunk = ~CollectionsMarshal.AsSpan(chunks)[..^1].BinarySearch(after);
        return new Position(chunk, ~CollectionsMarshal.AsSpan(chunks[chunk]).BinarySearch(after));
    }

    /// <summary>Whether there is a run at a position, or it is the one after the last.</summary>
    public bool Holds(Position at) => at.Index < chunks[at.Chunk].Count;

    /// <summary>The position after one that holds a run.</summary>
    public Position Next(Position at) =>
        at.Index + 1 == chunks[at.Chunk].Count && at.Chunk + 1 < chunks.Count ? new Position(at.Chunk + 1, 0) : new Position(at.Chunk, at.Index + 1);

    /// <summary>Puts a run before the one at a position. All other positions lose their meaning.</summary>
    /// <returns>Where it is now.</returns>
    public Position Insert(Position at, T run)
    {
        var runs = chunks[at.Chunk];
        runs.Insert(at.Index, run);
        if (runs.Count <= LongestChunk)
            return at;

        // A chunk that overflows at its end is one that is being filled in order: it stays full.
        var kept = at.Index == LongestChunk ? LongestChunk : LongestChunk / 2;
        chunks.Insert(at.Chunk + 1, runs[kept..]);
        runs.RemoveRange(kept, runs.Count - kept);
        return at.Index < kept ? at : new Position(at.Chunk + 1, at.Index - kept);
    }

    /// <summary>Takes the run at a position out. All other positions lose their meaning.</summary>
    /// <returns>Where the run after it is now.</returns>
    public Position Remove(Position at)
    {
        chunks[at.Chunk].RemoveAt(at.Index);
        if (chunks[at.Chunk].Count == 0 && chunks.Count > 1)
        {
            chunks.RemoveAt(at.Chunk);
            return at.Chunk < chunks.Count ? new Position(at.Chunk, 0) : new Position(at.Chunk - 1, chunks[^1].Count);
        }

        return at.Index == chunks[at.Chunk].Count && at.Chunk + 1 < chunks.Count ? new Position(at.Chunk + 1, 0) : at;
    }

    /// <summary>A place of a run; good until a run comes or goes.</summary>
    /// <param name="Chunk">Index of the chunk.</param>
    /// <param name="Index">Index inside it.</param>
    public readonly record struct Position(int Chunk, int Index);

    private readonly struct EndingAfter(long number) : IComparable<T>, IComparable<List<T>>
    {
        public int CompareTo(T? run) => run!.End > number ? -1 : 1;

        public int CompareTo(List<T>? runs) => CompareTo(runs![^1]);
    }
}
