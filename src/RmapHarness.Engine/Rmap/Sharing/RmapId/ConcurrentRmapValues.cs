using System.Runtime.CompilerServices;

namespace RmapHarness.Engine.Rmap.Sharing.RmapId;

/// <summary>
/// Mapcount and rmap values of one folio, for any number of threads at once (2023 patch, section 4, "Synchronization"): each
/// number is changed by an atomic of its own, and <see cref="AtomicSeqcount"/> tells readers when the numbers belong together.
/// Mappers never wait; readers read again.
/// </summary>
public sealed class ConcurrentRmapValues
{
    private readonly RmapIdLayout layout;
    private AtomicSeqcount seqcount;
    private long mapcount;
    private Sums sums;

    /// <summary>A new, unmapped folio (__folio_prep_large_rmap).</summary>
    /// <param name="order">log2 of its pages, 1 to 15.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scheme does not track such folios.</exception>
    public ConcurrentRmapValues(int order)
    {
        layout = RmapIdLayout.ForOrder(order);
        Order = order;
    }

    /// <summary>log2 of the folio's pages.</summary>
    public int Order { get; }

    /// <summary>
    /// First mappings of a folio that nobody else knows of yet (folio_set_large_mapcount); not to be used at the same time as anything
    /// else, so it does not announce itself to readers.
    /// </summary>
    /// <param name="rmapId">rmap ID of the mm.</param>
    /// <param name="entries">Its entries.</param>
    /// <exception cref="ArgumentOutOfRangeException">No mm can have the ID.</exception>
    public void Set(int rmapId, long entries)
    {
        RmapIdAllocator.Check(rmapId);
        Volatile.Write(ref mapcount, entries);
        for (var i = 0; i < layout.Values; i++)
            Volatile.Write(ref sums[i], unchecked(layout.SubId(rmapId, i) * (ulong)entries));
    }

    /// <summary>A batch of mappings comes, or goes if negative (folio_add_large_mapcount, folio_dec_large_mapcount).</summary>
    /// <param name="rmapId">rmap ID of the mm.</param>
    /// <param name="entries">Entries added; negative for entries removed.</param>
    /// <exception cref="ArgumentOutOfRangeException">No mm can have the ID.</exception>
    public void Add(int rmapId, long entries)
    {
        RmapIdAllocator.Check(rmapId);
        // Read before: the field shares a cache line with what other threads change.
        var of = layout;
        seqcount.BeginWrite();
        Interlocked.Add(ref mapcount, entries);
        for (var i = 0; i < of.Values; i++)
            Interlocked.Add(ref sums[i], unchecked(of.SubId(rmapId, i) * (ulong)entries));
        seqcount.EndWrite();
    }

    /// <summary>Decides for one mm, unless a mapper or unmapper comes in between.</summary>
    /// <param name="rmapId">rmap ID of the mm that asks.</param>
    /// <param name="decision">The decision, if one was possible. It was true at some instant during the call.</param>
    /// <returns>Whether there is a decision.</returns>
    public bool TryDecide(int rmapId, out RmapDecision decision)
    {
        Span<ulong> values = stackalloc ulong[RmapIdLayout.MaxValues];
        values = values[..layout.Values];
        if (!TryRead(out var entries, values))
        {
            decision = default;
            return false;
        }

        decision = RmapDecisions.For(layout, Order, rmapId, entries, values);
        return true;
    }

    /// <summary>Decides for one mm, trying again for as long as mappers and unmappers follow each other without a gap.</summary>
    /// <param name="rmapId">rmap ID of the mm that asks.</param>
    /// <param name="cancellation">Ends the tries.</param>
    /// <exception cref="OperationCanceledException">Cancelled before there was a gap.</exception>
    public RmapDecision Decide(int rmapId, CancellationToken cancellation)
    {
        var wait = new SpinWait();
        RmapDecision decision;
        while (!TryDecide(rmapId, out decision))
        {
            cancellation.ThrowIfCancellationRequested();
            wait.SpinOnce(sleep1Threshold: -1);
        }

        return decision;
    }

    /// <summary>Reads mapcount and values that were there at one and the same instant.</summary>
    /// <param name="entries">The mapcount.</param>
    /// <param name="values">Room for the values of the folio's layout.</param>
    /// <returns>False if a mapper or unmapper came in between; what was read then is not to be used.</returns>
    public bool TryRead(out long entries, Span<ulong> values)
    {
        entries = 0;
        // As in Add.
        var count = layout.Values;
        if (!seqcount.TryBeginRead(out var sequence))
            return false;
        entries = Volatile.Read(ref mapcount);
        for (var i = 0; i < count; i++)
            values[i] = Volatile.Read(ref sums[i]);
        return seqcount.IsUnchanged(sequence);
    }

    /// <summary>The check when the folio is freed or split: nothing is left of any mapping. Only while nobody else uses it.</summary>
    /// <exception cref="InvalidOperationException">The mapcount or a value is not 0.</exception>
    public void Free()
    {
        ReadOnlySpan<ulong> all = sums;
        if (mapcount != 0 || all.ContainsAnyExcept(0UL))
            throw new InvalidOperationException("a folio that is freed has mappings or rmap values");
        seqcount.Reset();
    }

    [InlineArray(RmapIdLayout.MaxValues)]
    private struct Sums
    {
        private ulong first;
    }
}
