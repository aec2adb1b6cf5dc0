namespace RmapHarness.Engine.Memory;

/// <summary>
/// The swap area, if there is one. Slots are numbered far above all frames and never given out again, so that what they hold can be kept
/// where the contents of frames are.
/// </summary>
public sealed class SwapArea
{
    private const long FirstSlot = 1L << 40;
    private readonly SortedRuns<SwapSlots> runs = new();
    private long next = FirstSlot;
    private long used;

    /// <summary>Slots that it has; 0: there is none.</summary>
    public long Capacity { get; set; }

    /// <summary>Slots that are in use, with those that only the swap cache still holds.</summary>
    public long Used => used;

    /// <summary>Takes slots into use.</summary>
    /// <param name="order">log2 of the pages of each folio that they are for; a folio's first slot is a multiple of that.</param>
    /// <param name="count">How many.</param>
    /// <returns>The first.</returns>
    public long Allocate(int order, long count)
    {
        var align = 1L << order;
        next = (next + align - 1) & -align;
        var slots = new SwapSlots(next, count, order);
        runs.Insert(runs.FirstEndingAfter(next), slots);
        next += count;
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
}
