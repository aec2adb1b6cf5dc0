using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>Folios that hold what swap slots hold (mm/swap_state.c).</summary>
internal static class SwapCache
{
    /// <summary>The runs below a range of slots, cut so that each is covered whole, as are the small folios that hold the same.</summary>
    public static IEnumerable<SwapSlots> Isolate(Machine machine, long slot, long count)
    {
        foreach (var slots in machine.Swap.Isolate(slot, count))
        {
            // What happens to these slots only must not be taken for what happens to their neighbours' folios.
            if (slots.Frame is { } frame)
            {
                foreach (var _ in machine.Memory.Isolate(frame, slots.Count))
                    continue;
            }

            yield return slots;
        }
    }

    /// <summary>Folios come to hold what slots hold.</summary>
    public static void Add(Machine machine, FolioRun folios, long slot)
    {
        folios.Slot = slot;
        foreach (var slots in Isolate(machine, slot, folios.EndFrame - folios.FirstFrame))
            slots.Frame = folios.FirstFrame + (slots.First - slot);
    }

    /// <summary>
    /// Takes folios out of the cache if no entry names their slots any more: the folio alone has the data then, so it is dirty
    /// (mm/swapfile.c, folio_free_swap).
    /// </summary>
    /// <returns>Whether they are not in the cache now.</returns>
    public static bool TryFree(Machine machine, FolioRun folios)
    {
        if (folios.Slot is not { } slot)
            return true;
        var all = Isolate(machine, slot, folios.EndFrame - folios.FirstFrame).ToList();
        if (all.Exists(slots => slots.References > 0))
            return false;
        foreach (var slots in all)
            Free(machine, slots);
        folios.Slot = null;
        folios.Dirty = true;
        return true;
    }

    /// <summary>Gives slots back that nobody names and no folio holds.</summary>
    public static void Free(Machine machine, SwapSlots slots)
    {
        machine.Memory.Contents.Clear(slots.First, slots.Count);
        machine.Swap.Free(slots);
    }
}
