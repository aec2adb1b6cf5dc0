namespace RmapHarness.Engine.Memory;

/// <summary>Frames that a process has taken references of through its page table (mm/gup.c), until it gives all of them back.</summary>
public sealed class HeldPages
{
    private readonly List<(long Frame, long Pages)> ranges = [];

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => ranges.Count == 0;

    /// <summary>Notes frames whose folios have been counted.</summary>
    public void Add(long frame, long pages) => ranges.Add((frame, pages));

    /// <summary>Forgets all frames, and returns them as they were added.</summary>
    public IReadOnlyList<(long Frame, long Pages)> TakeAll()
    {
        var all = ranges.ToArray();
        ranges.Clear();
        return all;
    }
}
