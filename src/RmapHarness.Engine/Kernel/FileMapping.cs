using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>Entries for cached pages of files (mm/memory.c, do_set_pmd and set_pte_range; mm/rmap.c, __folio_add_file_rmap).</summary>
internal static class FileMapping
{
    /// <summary>Maps cached pages where there are no entries.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="mm">The address space.</param>
    /// <param name="vma">The mapping of the file.</param>
    /// <param name="extent">The new entries.</param>
    /// <param name="onePageEach">Each page has a fault of its own.</param>
    /// <param name="isNew">The pages were not cached before: small ones wait in a batch for their LRU list (mm/swap.c, folio_add_lru).</param>
    public static void Map(Machine machine, AddressSpace mm, Vma vma, in Extent extent, bool onePageEach = false, bool isNew = false)
    {
        foreach (var (run, first, pages) in machine.Memory.Isolate(extent.Frame, extent.Pages))
        {
            run.Dirty |= (extent.Flags & EntryFlags.Dirty) != 0;
            ReverseMap.Map(run, first, pages, machine.Profile.Geometry.EntryPages(extent.Level), mm.Id);
            if (vma.IsLocked && Mlocks(machine.Profile, run, extent.Level, !onePageEach && pages == run.FolioPages * run.Count))
                run.Mlock(isOnLru: !isNew || run.IsLarge);
        }

        mm.PageTable.Set(extent);
    }

    /// <summary>Maps the folio that a page of an extent is in by a PMD, if it can.</summary>
    public static bool TryMapPmd(Machine machine, AddressSpace mm, Vma vma, in Extent extent)
    {
        var run = machine.Memory.Find(extent.Frame);
        if (run.Order != machine.Profile.Geometry.PmdOrder
            || !mm.PageTable.IsPmdNone(extent.Page)
            || !ShmemOrders.Fits(vma, extent.Page, run.Order)
            || ((vma.Flags & VmFlags.NoHugePage) != 0 && machine.Profile.NoHugePageKeepsPmdsAway))
        {
            return false;
        }

        var head = extent.Frame - run.PageIndex(extent.Frame);
        Map(machine, mm, vma, new Extent(machine.PmdStart(extent.Page), machine.PmdPages, head, MappingLevel.Pmd, extent.Flags));
        return true;
    }

    /// <summary>Whether pages lie in the VMA and below one PMD entry.</summary>
    public static bool HasRoom(Machine machine, Vma vma, in Extent extent) =>
        extent.Page >= vma.Start && extent.End <= vma.End && machine.PmdStart(extent.Page) == machine.PmdStart(extent.End - 1);

    // Small folios always; large ones where the kernel counts whole mappings, or, long ago, by their PMD only.
    private static bool Mlocks(KernelProfile profile, FolioRun run, MappingLevel level, bool isWhole) =>
        !run.IsLarge
        || (profile.MlocksWholeMappings && isWhole)
        || (!profile.MlocksLargeFolios && level == MappingLevel.Pmd);
}
