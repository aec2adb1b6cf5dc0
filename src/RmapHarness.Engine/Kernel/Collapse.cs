using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>MADV_COLLAPSE: every PMD range of an address range becomes a THP, mapped by a PMD (mm/khugepaged.c, madvise_collapse).</summary>
internal static class Collapse
{
    /// <summary>Collapses a range inside one VMA. Returns 0, or the errno of the last PMD range in it that no huge PMD maps afterwards: EAGAIN, EBUSY or EINVAL.</summary>
    public static int Range(Machine machine, AddressSpace mm, Vma vma, long from, long to)
    {
        if (!IsAllowed(machine, vma))
            return Errno.Invalid;
        var (first, end) = (machine.PmdStart(from + machine.PmdPages - 1), machine.PmdStart(to));
        if (first > end)
            return machine.Profile.CollapsesNothing ? Errno.None : Errno.Invalid;
        var error = Errno.None;
        for (var at = first; at < end; at += machine.PmdPages)
        {
            var result = vma.IsAnonymous ? AnonymousCollapse.Block(machine, mm, vma, at) : FileCollapse.Block(machine, mm, vma, at);
            if (result != CollapseResult.Done)
                error = ErrnoOf(machine, result);
            if (result is CollapseResult.FailedForGood or CollapseResult.HasWatchedHoles)
                break;
        }

        return error;
    }

    private static int ErrnoOf(Machine machine, CollapseResult result) => result switch
    {
        CollapseResult.Busy => Errno.Again,
        CollapseResult.HasWatchedHoles when machine.Profile.CollapseOfWatchedHolesIsBusy => Errno.Busy,
        _ => Errno.Invalid,
    };

    /// <summary>What a PMD range without any entry means (find_pmd_or_thp_or_none).</summary>
    public static CollapseResult OfNone(Machine machine, AddressSpace mm, long start) =>
        machine.Profile.CollapseGoesOnAtNone || !mm.PageTable.HasUpperTable(start) ? CollapseResult.Failed : CollapseResult.FailedForGood;

    /// <summary>Whether pages have references that their mappings and caches do not explain, so that they cannot be replaced (SCAN_PAGE_COUNT).</summary>
    public static bool IsHeld(Machine machine, IEnumerable<Extent> pages) =>
        pages.Where(extent => extent.NamesFrames).Any(extent => machine.Memory.Isolate(extent.Frame, extent.Pages).Any(part => part.Run.IsHeld));

    /// <summary>Takes PTEs out of the page table and out of the accounting.</summary>
    public static void Unmap(Machine machine, AddressSpace mm, Vma vma, long from, long to)
    {
        var inBatches = machine.Profile.CollapseUnmapsInBatches;
        for (var page = mm.PageTable.NextPresent(from, to); page < to; page = mm.PageTable.NextPresent(page, to))
        {
            mm.PageTable.TryFind(page, out var entry);
            if (!entry.NamesFrames)
            {
                page = entry.End;
                continue;
            }

            var batch = FolioBatch.At(machine, mm, entry, to);
            var pages = inBatches || batch.Run.Owners.BatchIsNeutral(mm.Id, batch.Pages / batch.Run.Count) ? batch.Pages : 1;
            mm.PageTable.Clear(page, page + pages);
            Zap.Release(machine, mm, vma, new Extent(page, pages, entry.Frame, MappingLevel.Pte, EntryFlags.None), onePageEach: !inBatches);
            page += pages;
        }
    }

    // THP settings do not count, only the VMA (mm/huge_memory.c, __thp_vma_allowable_orders with TVA_FORCED_COLLAPSE; 6.1: hugepage_vma_check).
    private static bool IsAllowed(Machine machine, Vma vma)
    {
        if ((vma.Flags & VmFlags.NoHugePage) != 0)
            return false;
        var last = machine.PmdStart(vma.End - machine.PmdPages);
        return vma.IsAnonymous
            ? vma.AnonVma is not null && last >= vma.Start
            : ShmemOrders.HasPmd(machine.Profile.Geometry) && ShmemOrders.Fits(vma, last, machine.Profile.Geometry.PmdOrder);
    }
}
