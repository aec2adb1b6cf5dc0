namespace RmapHarness.Engine.Memory;

/// <summary>
/// The address spaces that have, or had, something in swap, in the order in which swapoff goes through them (struct mm_struct, mmlist;
/// mm/swapfile.c, try_to_unuse).
/// </summary>
public sealed class SwapUsers
{
    private readonly List<int> ids = [];

    /// <summary>Their numbers, the first to be visited first.</summary>
    public IReadOnlyList<int> All => ids;

    /// <summary>Something of an address space is swapped: it comes before all others, unless it is there.</summary>
    public void Join(int id) => Insert(0, id);

    /// <summary>A child inherits something that is swapped: it comes right behind its parent, unless it is there.</summary>
    public void JoinBehind(int id, int parent) => Insert(ids.IndexOf(parent) + 1, id);

    /// <summary>An address space is gone.</summary>
    public void Leave(int id) => ids.Remove(id);

    /// <summary>There is no swap area any more (drain_mmlist).</summary>
    public void Clear() => ids.Clear();

    private void Insert(int index, int id)
    {
        if (!ids.Contains(id))
            ids.Insert(index, id);
    }
}
