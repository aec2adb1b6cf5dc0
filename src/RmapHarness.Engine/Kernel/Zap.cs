using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>Removing entries: munmap, MADV_DONTNEED, exit (mm/memory.c, unmap_page_range; mm/huge_memory.c, zap_huge_pmd).</summary>
internal static class Zap
{
    /// <summary>Removes all entries of a range of pages inside one VMA. A huge PMD that is covered in part is split first.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="mm">The address space.</param>
    /// <param name="vma">The VMA; it may have left the address space already.</param>
    /// <param name="from">First page.</param>
    /// <param name="to">Page after the last.</param>
    /// <param name="keepMarkers">Guard markers stay, as they do unless the VMA itself goes (zap_drop_markers).</param>
    public static void Range(Machine machine, AddressSpace mm, Vma vma, long from, long to, bool keepMarkers = false)
    {
        if (vma.IsHugetlb)
        {
            HugetlbZap.Range(machine, mm, vma, from, to);
            return;
        }

        PmdSplit.AtBorder(machine, mm, from);
        PmdSplit.AtBorder(machine, mm, to);
        var extents = mm.PageTable.Copy(from, to);
        var borders = ContiguousEntries.Borders(machine, mm, from, to);
        mm.PageTable.Clear(from, to);
        mm.Reprotected.Remove(from, to);
        for (var i = 0; i < extents.Count; i++)
        {
            var extent = extents[i];
            if (!extent.NamesFrames)
            {
                if (keepMarkers && (extent.Flags & EntryFlags.Guard) != 0)
                    mm.PageTable.Set(extent);
                if (extent.IsSwapped)
                    SwapEntries.Drop(machine, extent);
                continue;
            }

            MarkDirty(machine, extent);

            // Flags do not end a batch, only a gap in pages or frames does (folio_pte_batch).
            while (i + 1 < extents.Count && Continues(extent, extents[i + 1]))
            {
                MarkDirty(machine, extents[i + 1]);
                extent = extent with { Pages = extent.Pages + extents[++i].Pages };
            }

            foreach (var border in borders)
            {
                if (border <= extent.Page || border >= extent.End)
                    continue;
                Release(machine, mm, vma, extent.Slice(extent.Page, border));
                extent = extent.Slice(border, extent.End);
            }

            Release(machine, mm, vma, extent);
        }
    }

    /// <summary>Removes the entries of a range of pages that name pages of a file: private copies stay, and markers do.</summary>
    public static void FilePages(Machine machine, AddressSpace mm, Vma vma, long from, long to)
    {
        foreach (var extent in mm.PageTable.Copy(from, to).Where(extent => extent.NamesFrames))
        {
            var page = extent.Page;
            foreach (var (run, _, pages) in machine.Memory.Isolate(extent.Frame, extent.Pages).ToList())
            {
                if (run.Kind != FolioKind.Anon)
                    Range(machine, mm, vma, page, page + pages);
                page += pages;
            }
        }
    }

    /// <summary>Takes the mappings of entries that are no longer in the page table out of the accounting, and frees what nobody maps.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="mm">The address space.</param>
    /// <param name="vma">Their VMA.</param>
    /// <param name="extent">The entries.</param>
    /// <param name="onePageEach">PTEs went one by one, not as a batch: a locked folio is munlocked for each (mm/rmap.c, __folio_remove_rmap).</param>
    public static void Release(Machine machine, AddressSpace mm, Vma vma, in Extent extent, bool onePageEach = false)
    {
        foreach (var (run, first, pages) in machine.Memory.Isolate(extent.Frame, extent.Pages))
        {
            if (run.Kind == FolioKind.HugeZero)
                continue;
            var (mapped, entries) = (run.Counters.StatisticsPages, run.Counters.Mapcount);
            ReverseMap.Unmap(run, first, pages, machine.Profile.Geometry.EntryPages(extent.Level), mm.Id);
            machine.Thps.Unmapped(run, mapped, entries, extent.Level, onePageEach);
            if (vma.IsLocked && (machine.Profile.MlocksLargeFolios || !run.IsLarge || extent.Level != MappingLevel.Pte))
                run.Munlock(onePageEach ? pages / run.Count : 1);
            Gup.FreeUnused(machine, run);
        }
    }

    private static bool Continues(in Extent extent, in Extent next) =>
        next.NamesFrames
        && ((next.Flags ^ extent.Flags) & EntryFlags.UffdWp) == 0
        && next.Level == extent.Level
        && next.Page == extent.End
        && next.Frame == extent.Frame + extent.Pages;

    // A dirty PTE of page cache makes the folio dirty when it goes; anonymous folios have no such need.
    private static void MarkDirty(Machine machine, in Extent extent)
    {
        if ((extent.Flags & EntryFlags.Dirty) == 0)
            return;
        foreach (var (run, _, _) in machine.Memory.Isolate(extent.Frame, extent.Pages))
            run.Dirty |= run.Kind == FolioKind.Shmem;
    }
}
