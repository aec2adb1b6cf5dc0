using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// Reclaim of anonymous folios that were chosen for it (mm/vmscan.c, shrink_folio_list; mm/rmap.c, try_to_unmap_one). The write to the swap
/// area ends at once, so that nothing stays in the swap cache.
/// </summary>
internal static class SwapOut
{
    /// <summary>Reclaims folios; a batch is all that maps them.</summary>
    /// <exception cref="UnmetExpectationException">The swap area is too full to predict anything.</exception>
    public static void Reclaim(Machine machine, AddressSpace mm, in FolioBatch batch)
    {
        var run = batch.Run;
        if (run.IsKsm)
            throw new UnmetExpectationException(-1, "reclaim of pages of KSM is not modelled");
        if (run.IsHeld)
        {
            Refuse(machine, run);
            return;
        }

        if (!run.SwapBacked)
        {
            LazyFreeReclaim.Discard(machine, mm, batch);
        }
        else if (run.Slot is not null || HasRoom(machine, batch))
        {
            Unmap(machine, run);
        }
        else if (run.IsLarge)
        {
            // What cannot be written whole is written in pages, if there is any room.
            FolioSplit.ToPages(machine, run);
            foreach (var extent in mm.PageTable.Copy(batch.Page, batch.Page + batch.Pages).Where(extent => extent.NamesFrames))
                Reclaim(machine, mm, FolioBatch.At(machine, mm, extent, extent.End));
        }
    }

    // Pinned folios and large ones with other references are left alone; a small one is written and unmapped all the same, but stays in the swap cache.
    private static void Refuse(Machine machine, FolioRun run)
    {
        var isLeftAlone = run.SwapBacked && run.Slot is null && (run.IsLarge || run.Pins > 0 || machine.Swap.Capacity == 0);
        if (!isLeftAlone)
            throw new UnmetExpectationException(-1, "reclaim of pages that have other references than their mappings is not modelled");
    }

    private static bool HasRoom(Machine machine, in FolioBatch batch)
    {
        if (machine.Swap.Capacity == 0)
            return false;

        // From there on the kernel gives swap cache up early, and whether a folio can be written whole depends on where slots are free.
        if ((machine.Swap.Used + batch.Pages) * 2 > machine.Swap.Capacity)
            throw new UnmetExpectationException(-1, "more than half of the swap area is in use: what a kernel does then is not modelled");
        return !batch.Run.IsLarge || machine.Profile.SwapsWhole(batch.Run.Order);
    }

    private static void Unmap(Machine machine, FolioRun run)
    {
        var pages = run.EndFrame - run.FirstFrame;
        var slot = run.Slot ?? machine.Swap.Allocate(run.Order, pages);
        machine.Memory.Contents.Copy(run.FirstFrame, slot, pages);
        foreach (var (mm, entry) in FolioMappings.AsPtes(machine, run, FolioMappings.Of(machine, run)))
        {
            var swapped = entry with
            {
                Frame = slot + (entry.Frame - run.FirstFrame),
                Flags = EntryFlags.Swapped | (entry.Flags & (EntryFlags.AnonExclusive | EntryFlags.UffdWp)),
            };
            SwapEntries.Duplicate(machine, swapped);
            machine.SwapUsers.Join(mm.Id);
            mm.PageTable.Set(swapped);
            ReverseMap.Unmap(run, run.PageIndex(entry.Frame), entry.Pages, 1, mm.Id);
        }

        foreach (var slots in machine.Swap.Isolate(slot, pages))
            slots.Frame = null;
        machine.Memory.Free(run);
    }
}
