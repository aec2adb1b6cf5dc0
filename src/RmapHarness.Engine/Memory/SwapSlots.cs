namespace RmapHarness.Engine.Memory;

/// <summary>Neighbouring slots of the swap area that have had the same history: their state is held once.</summary>
public sealed class SwapSlots : IRun
{
    /// <summary>Slots that nobody names yet.</summary>
    internal SwapSlots(long first, long count, int order)
    {
        First = first;
        Count = count;
        Order = order;
    }

    /// <summary>The first slot.</summary>
    public long First { get; }

    /// <summary>How many, at least 1.</summary>
    public long Count { get; private set; }

    /// <summary>log2 of the pages of the folios that were written to them as a whole.</summary>
    public int Order { get; }

    /// <summary>The slot after the last.</summary>
    public long End => First + Count;

    /// <summary>Page table entries that name each of them (swap_count).</summary>
    public int References { get; set; }

    /// <summary>Swap cache: the frame that holds what the first one holds, those of the others ascend; null if there is none.</summary>
    public long? Frame { get; set; }

    /// <summary>Cuts the run after some slots and returns the rest, with its own copy of the state.</summary>
    internal SwapSlots CutAfter(long slots)
    {
        var rest = new SwapSlots(First + slots, Count - slots, Order) { References = References, Frame = Frame + slots };
        Count = slots;
        return rest;
    }
}
