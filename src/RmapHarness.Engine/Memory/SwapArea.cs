namespace RmapHarness.Engine.Memory;

/// <summary>
/// The swap area, if there is one. Slots are numbered far above all frames and never given out again, so that what they hold can be kept
/// where the contents of frames are. Of a slot's place in the kernel's area a number tells what alignment tells: folios of each order fill clusters of
/// their own, from the beginning (mm/swapfile.c, cluster_alloc_swap_entry). What is free in clusters that were left is not looked for.
/// </summary>
public sealed class SwapArea
{
    private const int Orders = 16;
    private const long FirstSlot = 1L << 40;
    private const long SlotsOfOrder = 1L << 34;
    private const long Cluster = 512;
    private readonly SortedRuns<SwapSlots> runs = new();
    private readonly long[] next = [.. Enumerable.Range(0, Orders).Select(order => FirstSlot + (order * SlotsOfOrder))];
    private long started;
    private bool beginsEmptyAgain;
    private long used;

    /// <summary>Slots that it has; 0: there is none.</summary>
    public long Capacity { get; private set; }

    /// <summary>Slots that are in use, with those that only the swap cache still holds.</summary>
    public long Used => used;

    /// <summary>There is an area from now on.</summary>
    /// <param name="slots">Slots that it has.</param>
    /// <param name="fillsStarted">Small folios go to the cluster of the header first, behind it; before, to one that is free.</param>
    /// <param name="beginsEmpty">A cluster that has become empty is filled from its beginning again.</param>
    public void Begin(long slots, bool fillsStarted, bool beginsEmpty)
    {
        Capacity = slots;
        beginsEmptyAgain = beginsEmpty;
        for (var order = 0; order < Orders; order++)
            next[order] = (next[order] + Cluster - 1) & -Cluster;
        started = fillsStarted ? next[0] : -1;
        next[0] += fillsStarted ? 1 : 0;
    }

    /// <summary>There is no area any more.</summary>
    public void End() => Capacity = 0;

    /// <summary>Takes slots into use.</summary>
    /// <param name="order">log2 of the pages of each folio that they are for; a folio's first slot is a multiple of that.</param>
    /// <param name="count">How many.</param>
    /// <returns>The first.</returns>
    public long Allocate(int order, long count)
    {
        ref var first = ref next[order];
        var cluster = first & -Cluster;
        if (beginsEmptyAgain && first > cluster && cluster != started && !IsUsed(cluster, first))
            first = cluster + Cluster;
        var slots = new SwapSlots(first, count, order);
        runs.Insert(runs.FirstEndingAfter(first), slots);
        first += count;
        used += count;
        return slots.First;
    }

    /// <summary>The runs below a range of slots, cut so that each is covered whole.</summary>
    public IEnumerable<SwapSlots> Isolate(long slot, long count)
    {
        for (var end = slot + count; slot < end;)
        {
            var at = runs.FirstEndingAfter(slot);
            var run = runs[at];
            if (run.First < slot)
            {
                run = run.CutAfter(slot - run.First);
                at = runs.Insert(runs.Next(at), run);
            }

            if (run.End > end)
                runs.Insert(runs.Next(at), run.CutAfter(end - run.First));
            slot = run.End;
            yield return run;
        }
    }

    /// <summary>How many entries name each slot of a range, as runs.</summary>
    public IEnumerable<(long Pages, int References)> Within(long slot, long count)
    {
        for (var end = slot + count; slot < end;)
        {
            var run = runs[runs.FirstEndingAfter(slot)];
            var upTo = Math.Min(end, run.End);
            yield return (upTo - slot, run.References);
            slot = upTo;
        }
    }

    /// <summary>Gives slots back.</summary>
    public void Free(SwapSlots slots)
    {
        ArgumentNullException.ThrowIfNull(slots);
        runs.Remove(runs.FirstEndingAfter(slots.First));
        used -= slots.Count;
    }

    private bool IsUsed(long from, long to) => runs.FirstEndingAfter(from) is var at && runs.Holds(at) && runs[at].First < to;
}
