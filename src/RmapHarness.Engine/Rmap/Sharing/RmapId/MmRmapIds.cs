namespace RmapHarness.Engine.Rmap.Sharing.RmapId;

/// <summary>
/// The rmap ID of each live mm, taken when the mm comes into being and given back when it goes (2023 patch, kernel/fork.c,
/// mm_alloc_rmap_id and mm_free_rmap_id).
/// </summary>
public sealed class MmRmapIds
{
    private readonly RmapIdAllocator allocator = new();
    private readonly Dictionary<int, int> idOf = [];

    /// <summary>The rmap ID of a live mm.</summary>
    /// <param name="mm">Number of the mm.</param>
    /// <exception cref="KeyNotFoundException">The mm does not live.</exception>
    public int this[int mm] => idOf[mm];

    /// <summary>A new mm gets the lowest free rmap ID.</summary>
    /// <param name="mm">Number of the mm; no live mm has it.</param>
    /// <exception cref="ArgumentException">The mm has an rmap ID.</exception>
    /// <exception cref="InvalidOperationException">All IDs are taken.</exception>
    public void Assign(int mm)
    {
        if (idOf.ContainsKey(mm))
            throw new ArgumentException($"mm {mm} has an rmap ID", nameof(mm));
        idOf.Add(mm, allocator.Allocate());
    }

    /// <summary>An mm takes the place of another, and has its rmap ID before that one gives back its own.</summary>
    /// <param name="mm">Number of the mm that is gone.</param>
    /// <param name="successor">Number of the new one, which may be the same.</param>
    /// <exception cref="KeyNotFoundException">The mm does not live.</exception>
    public void Replace(int mm, int successor)
    {
        var id = allocator.Allocate();
        Release(mm);
        idOf.Add(successor, id);
    }

    /// <summary>The mm is gone, and so is everything that it mapped.</summary>
    /// <param name="mm">Number of the mm.</param>
    /// <exception cref="KeyNotFoundException">The mm does not live.</exception>
    public void Release(int mm)
    {
        allocator.Release(idOf[mm]);
        idOf.Remove(mm);
    }
}
