using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>swapon and swapoff of the one area (mm/swapfile.c).</summary>
internal static class Swapping
{
    /// <summary>swapon of an area of some pages, of which the first is its header. Returns 0 or EBUSY.</summary>
    public static int TurnOn(Machine machine, long pages)
    {
        if (machine.Swap.Capacity > 0)
            return Errno.Busy;
        machine.Swap.Begin(pages - 1, machine.Profile.SwapFillsStartedClusters, machine.Profile.SwapBeginsEmptyClustersAgain);
        return Errno.None;
    }

    /// <summary>swapoff: everything comes back (try_to_unuse). Returns 0 or EINVAL.</summary>
    public static int TurnOff(Machine machine)
    {
        if (machine.Swap.Capacity == 0)
            return Errno.Invalid;
        foreach (var mm in machine.SwapUsers.All.Select(machine.AddressSpaceOf))
        {
            foreach (var swapped in mm.PageTable.Extents.Where(extent => extent.IsSwapped).ToList())
                BringBack(machine, mm, swapped);
        }

        foreach (var run in machine.Memory.Runs.Where(run => run.Slot is not null).ToList())
            SwapCache.TryFree(machine, run);
        machine.SwapUsers.Clear();
        machine.Swap.End();
        return Errno.None;
    }

    // Nothing is stored to, so the entries are clean and read-only (unuse_pte).
    private static void BringBack(Machine machine, AddressSpace mm, Extent swapped)
    {
        var isLocked = mm.Find(swapped.Page) is { IsLocked: true };
        foreach (var slots in SwapCache.Isolate(machine, swapped.Frame, swapped.Pages).ToList())
        {
            var isNew = slots.Frame is null;
            if (isNew)
            {
                var fresh = machine.Memory.Allocate(FolioKind.Anon, 0, slots.Count);
                machine.Memory.Contents.Copy(slots.First, fresh.FirstFrame, slots.Count);
                SwapCache.Add(machine, fresh, slots.First);
            }

            var (first, frame) = (swapped.Page + (slots.First - swapped.Frame), slots.Frame!.Value);
            slots.References--;
            foreach (var (run, index, pages) in machine.Memory.Isolate(frame, slots.Count).ToList())
            {
                ReverseMap.Map(run, index, pages, 1, mm.Id);
                if (isLocked)
                    SwapIn.Mlock(machine, run, isNew);
                var page = first + (run.FirstFrame + index - frame);
                mm.PageTable.Set(new Extent(page, pages, run.FirstFrame + index, MappingLevel.Pte, swapped.Flags & (EntryFlags.AnonExclusive | EntryFlags.UffdWp)));
                SwapCache.TryFree(machine, run);
            }
        }
    }
}
