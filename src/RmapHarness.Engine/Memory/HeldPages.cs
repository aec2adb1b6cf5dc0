namespace RmapHarness.Engine.Memory;

/// <summary>Frames that a process has taken references of through its page table (mm/gup.c), until it gives all of them back.</summary>
public sealed class HeldPages
{
    private readonly List<(long Frame, long Pages)> ranges = [];

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => ranges.Count == 0;

    /// <summary>How often frames were added.</summary>
    public int Count => ranges.Count;

    /// <summary>Notes frames whose folios have been counted.</summary>
    public void Add(long frame, long pages) => ranges.Add((frame, pages));

    /// <summary>Forgets the frames that were added last, and returns them as they were added.</summary>
    /// <param name="kept">How many additions stay; 0: none.</param>
    public IReadOnlyList<(long Frame, long Pages)> TakeAfter(int kept)
    {
        var taken = ranges[kept..];
        ranges.RemoveRange(kept, taken.Count);
        return taken;
    }
}
