namespace RmapHarness.Engine.Memory;

/// <summary>
/// mlock_count of a folio and PG_mlocked, as far as they are determined (Documentation/mm/unevictable-lru.rst): a folio that is not on an LRU list
/// yet when a locked VMA comes to map it may be left out of the count, so that the next munlock takes the flag off. Kernels fill a batch of
/// locked folios and one of new folios in turn; which of the two is full first decides.
/// </summary>
/// <param name="Least">Locked VMAs that were counted for certain.</param>
/// <param name="Most">Locked VMAs that may have been counted, at least <paramref name="Least"/>.</param>
/// <param name="IsSet">PG_mlocked, which PG_unevictable follows once the batches are drained; null: the kernel may have either.</param>
public readonly record struct MlockCount(int Least, int Most, bool? IsSet)
{
    /// <summary>No locked VMA maps the folio.</summary>
    public static MlockCount None { get; } = new(0, 0, false);

    /// <summary>One more locked VMA maps it (mm/mlock.c, mlock_folio).</summary>
    /// <param name="isOnLru">It was on an LRU list before, or gets there in the same act (mlock_new_folio).</param>
    public MlockCount Lock(bool isOnLru) => new(isOnLru ? Least + 1 : Least, Most + 1, true);

    /// <summary>One locked VMA less maps it, or so it seems (munlock_folio).</summary>
    /// <param name="times">How often that was said.</param>
    public MlockCount Unlock(long times)
    {
        var (least, most) = ((int)Math.Max(0, Least - times), (int)Math.Max(0, Most - times));
        return new MlockCount(least, most, least > 0 ? true : most == 0 || IsSet == false ? false : null);
    }
}
