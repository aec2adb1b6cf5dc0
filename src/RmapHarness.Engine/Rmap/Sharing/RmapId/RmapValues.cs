namespace RmapHarness.Engine.Rmap.Sharing.RmapId;

/// <summary>
/// The rmap values of one folio (2023 patch, section 3, "Tracking Overview", and _rmap_val0 to _rmap_val5): each is the sum of one
/// sub-ID for every mapping, modulo 2^64. Above P mappings a value may wrap; it is right again once mappings have gone.
/// </summary>
public sealed class RmapValues
{
    private readonly RmapIdLayout layout;
    private readonly ulong[] values;

    /// <summary>The values of a new, unmapped folio (__folio_prep_large_rmap).</summary>
    /// <param name="order">log2 of its pages, 1 to 15.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scheme does not track such folios.</exception>
    public RmapValues(int order)
    {
        layout = RmapIdLayout.ForOrder(order);
        Order = order;
        values = new ulong[layout.Values];
    }

    /// <summary>log2 of the folio's pages.</summary>
    public int Order { get; }

    /// <summary>The values, 4 to 6 of them.</summary>
    public ReadOnlySpan<ulong> Values => values;

    /// <summary>Whether all values are 0, as they must be when nobody maps the folio.</summary>
    public bool IsClear => !values.AsSpan().ContainsAnyExcept(0UL);

    /// <summary>First mappings of a folio that nobody else knows of yet (__folio_set_large_rmap_val).</summary>
    /// <param name="rmapId">rmap ID of the mm.</param>
    /// <param name="entries">Its entries.</param>
    /// <exception cref="ArgumentOutOfRangeException">No mm can have the ID.</exception>
    public void Set(int rmapId, long entries)
    {
        RmapIdAllocator.Check(rmapId);
        values.AsSpan().Clear();
        layout.Add(values, rmapId, entries);
    }

    /// <summary>A batch of mappings comes, or goes if negative (__folio_add_large_rmap_val).</summary>
    /// <param name="rmapId">rmap ID of the mm.</param>
    /// <param name="entries">Entries added; negative for entries removed.</param>
    /// <exception cref="ArgumentOutOfRangeException">No mm can have the ID.</exception>
    public void Add(int rmapId, long entries)
    {
        RmapIdAllocator.Check(rmapId);
        layout.Add(values, rmapId, entries);
    }

    /// <summary>The check when a folio is freed (__folio_undo_large_rmap).</summary>
    /// <exception cref="InvalidOperationException">A value is not 0: mappings were not taken away as they were added.</exception>
    public void Free()
    {
        if (!IsClear)
            throw new InvalidOperationException("a folio that nobody maps has rmap values");
    }

    /// <summary>
    /// The values of each folio that a split makes (__split_huge_page): a folio is unmapped while it is split, so all start at 0.
    /// </summary>
    /// <param name="order">Order of the new folios; 0, as in the seed, or any below this one.</param>
    /// <returns>Values for one new folio; null if it is small, and has none.</returns>
    /// <exception cref="InvalidOperationException">The folio is mapped.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The new folios would not be smaller.</exception>
    public RmapValues? Split(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(order, Order);
        Free();
        return order < RmapIdLayout.MinOrder ? null : new RmapValues(order);
    }

    /// <summary>Whether one mm has all mappings of the folio.</summary>
    /// <param name="rmapId">rmap ID of the mm that asks.</param>
    /// <param name="mapcount">All entries that map any of the folio.</param>
    public RmapDecision Decide(int rmapId, long mapcount) => RmapDecisions.For(layout, Order, rmapId, mapcount, values);

    /// <summary>An independent copy.</summary>
    public RmapValues Clone()
    {
        var copy = new RmapValues(Order);
        values.CopyTo(copy.values, 0);
        return copy;
    }
}
