using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>Entries that name swap slots come and go (mm/swapfile.c: swap_duplicate, free_swap_and_cache).</summary>
internal static class SwapEntries
{
    /// <summary>One more entry names each slot of an extent.</summary>
    public static void Duplicate(Machine machine, in Extent swapped)
    {
        foreach (var slots in SwapCache.Isolate(machine, swapped.Frame, swapped.Pages))
            slots.References++;
    }

    /// <summary>One entry less names each slot of an extent; what nobody needs any more is freed, a folio too that nobody maps.</summary>
    public static void Drop(Machine machine, in Extent swapped)
    {
        foreach (var slots in SwapCache.Isolate(machine, swapped.Frame, swapped.Pages).ToList())
        {
            slots.References--;
            if (slots.References > 0)
                continue;
            if (slots.Frame is not { } frame)
            {
                SwapCache.Free(machine, slots);
                continue;
            }

            foreach (var (run, _, _) in machine.Memory.Isolate(frame, slots.Count).ToList())
                Gup.FreeUnused(machine, run);
        }
    }
}
