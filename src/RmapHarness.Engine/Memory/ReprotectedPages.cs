namespace RmapHarness.Engine.Memory;

/// <summary>
/// Pages below huge PMDs that mprotect or userfaultfd changed while they were dirty (pmd_modify). No rule asks for it: findings of kernels
/// that lose the dirty bit there are narrowed by it.
/// </summary>
public sealed class ReprotectedPages
{
    /// <summary>Those that no store has reached since: their entries can lack the bit.</summary>
    public PageRanges Entries { get; } = new();

    /// <summary>
    /// Those whose folios can lack PG_dirty, which a split of the PMD takes from its entry (__split_huge_pmd_locked): a store through a PTE does not set it.
    /// </summary>
    public PageRanges Folios { get; } = new();

    /// <summary>A huge PMD was changed while it was dirty: first..end (half open).</summary>
    public void Add(long first, long end)
    {
        Entries.Add(first, end);
        Folios.Add(first, end);
    }

    /// <summary>The pages are not there any more.</summary>
    public void Remove(long first, long end)
    {
        Entries.Remove(first, end);
        Folios.Remove(first, end);
    }

    /// <summary>The process stores to all of them, through entries of a level.</summary>
    public void Store(long first, long end, MappingLevel level)
    {
        Entries.Remove(first, end);
        if (level == MappingLevel.Pmd)
            Folios.Remove(first, end);
    }

    /// <summary>A child has what its parent has.</summary>
    public void AddAll(ReprotectedPages parent)
    {
        foreach (var (first, end) in parent.Entries.All)
            Entries.Add(first, end);
        foreach (var (first, end) in parent.Folios.All)
            Folios.Add(first, end);
    }

    /// <summary>What is in first..end (half open) is <paramref name="shift"/> pages further on as well.</summary>
    public void Move(long first, long end, long shift)
    {
        foreach (var pages in new[] { Entries, Folios })
        {
            foreach (var (from, to) in pages.Within(first, end).ToList())
                pages.Add(from + shift, to + shift);
        }
    }
}
