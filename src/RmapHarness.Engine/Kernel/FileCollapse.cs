using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// Collapse of shmem: one PMD-sized folio takes the place of what the page cache has, for everybody, and the caller gets a huge PMD for it
/// (mm/khugepaged.c, collapse_file and collapse_pte_mapped_thp).
/// </summary>
internal static class FileCollapse
{
    /// <summary>Collapses one PMD range, which lies in the VMA and is aligned in the file too.</summary>
    public static CollapseResult Block(Machine machine, AddressSpace mm, Vma vma, long start)
    {
        var (file, offset) = (vma.File!, vma.OffsetOf(start));
        if (file.Cache.TryFind(offset, out var cached) && machine.Memory.Find(cached.Frame).Order == machine.Profile.Geometry.PmdOrder)
            return Install(machine, mm, vma, start, cached.Frame);
        var end = offset + machine.PmdPages;
        if (Collapse.IsHeld(machine, file.Cache.Copy(offset, end)))
            return CollapseResult.Busy;
        machine.Thps.CollapseAllocated();
        if (file.Cache.NextPresent(offset, end) == end || !Unmap(machine, file, offset, end))
            return CollapseResult.FailedForGood;
        var frame = Replace(machine, file, offset, end);
        if (!machine.Profile.CollapseFreesAllTables)
            return InstallForCaller(machine, mm, vma, start, frame);
        FreeTables(machine, file, offset);
        return Install(machine, mm, vma, start, frame);
    }

    // Page by page, as far as it goes: what fallocate left behind the file's end cannot be cleared.
    private static bool Unmap(Machine machine, FileObject file, long offset, long end)
    {
        foreach (var (from, to) in new[] { (offset, Math.Min(end, file.Pages)), (Math.Max(offset, file.Pages), end) })
        {
            foreach (var cached in file.Cache.Copy(from, to))
            {
                foreach (var (run, _, _) in machine.Memory.Isolate(cached.Frame, cached.Pages).ToList())
                {
                    if (!run.UpToDate && from >= file.Pages)
                        return false;
                    run.UpToDate = true;
                    UnmapFolios(machine, run);
                }
            }
        }

        return true;
    }

    private static void UnmapFolios(Machine machine, FolioRun folios)
    {
        // All of them first: what is unmapped by parts is no run of folios any more.
        foreach (var (mm, extent) in machine.Processes.SelectMany(mm => FolioMappings.Of(mm, folios).Select(extent => (mm, extent))).ToList())
        {
            foreach (var vma in mm.Overlapping(extent.Page, extent.End))
                Zap.Range(machine, mm, vma, Math.Max(extent.Page, vma.Start), Math.Min(extent.End, vma.End));
        }
    }

    private static long Replace(Machine machine, FileObject file, long offset, long end)
    {
        var folio = machine.Memory.Allocate(FolioKind.Shmem, machine.Profile.Geometry.PmdOrder, 1);
        folio.Dirty = true;
        foreach (var cached in file.Cache.Copy(offset, end))
            machine.Memory.Contents.Copy(cached.Frame, folio.FirstFrame + (cached.Page - offset), cached.Pages);
        PageCache.Drop(machine, file, offset, end);
        file.Cache.Set(new Extent(offset, end - offset, folio.FirstFrame, MappingLevel.Pte, EntryFlags.None));
        return folio.FirstFrame;
    }

    // Empty page tables would keep the others from getting huge PMDs; those that may hold private copies or markers stay (retract_page_tables).
    private static void FreeTables(Machine machine, FileObject file, long offset)
    {
        foreach (var mm in machine.Processes)
        {
            foreach (var vma in mm.Vmas.Where(vma => vma.File == file && vma.AnonVma is null && (vma.Flags & VmFlags.MaybeGuard) == 0))
            {
                var page = vma.Start + (offset - vma.Offset);
                var end = page + machine.PmdPages;
                if (page == machine.PmdStart(page) && page >= vma.Start && end <= vma.End && mm.PageTable.NextPresent(page, end) == end)
                    mm.PageTable.FreeTables(page / machine.PmdPages, end / machine.PmdPages);
            }
        }
    }

    // The caller's page table goes if its PTEs are of the folio, every one in its place.
    private static CollapseResult Install(Machine machine, AddressSpace mm, Vma vma, long start, long frame)
    {
        var end = start + machine.PmdPages;
        if (mm.PageTable.TryFind(start, out var first) && first.Level == MappingLevel.Pmd)
            return CollapseResult.Done;
        if (mm.PageTable.IsPmdNone(start) && !machine.Profile.CollapseMakesPmdTables && !mm.PageTable.HasUpperTable(start))
            return CollapseResult.Failed;
        foreach (var extent in mm.PageTable.Copy(start, end))
        {
            if (!extent.NamesFrames)
                return CollapseResult.Failed;
            if (extent.Frame != frame + (extent.Page - start))
                return CollapseResult.FailedForGood;
        }

        Collapse.Unmap(machine, mm, vma, start, end);
        return MapPmd(machine, mm, vma, start, frame);
    }

    // Up to 6.5: the caller gets its huge PMD only where it had a page table, and no private copies (retract_page_tables).
    private static CollapseResult InstallForCaller(Machine machine, AddressSpace mm, Vma vma, long start, long frame)
    {
        if (vma.AnonVma is not null)
            return CollapseResult.FailedForGood;
        return mm.PageTable.IsPmdNone(start) ? Collapse.OfNone(machine, mm, start) : MapPmd(machine, mm, vma, start, frame);
    }

    private static CollapseResult MapPmd(Machine machine, AddressSpace mm, Vma vma, long start, long frame)
    {
        mm.PageTable.FreeTables(start / machine.PmdPages, (start / machine.PmdPages) + 1);
        return FileMapping.TryMapPmd(machine, mm, vma, new Extent(start, machine.PmdPages, frame, MappingLevel.Pte, FileFault.ReadBits(vma)))
            ? CollapseResult.Done
            : CollapseResult.FailedForGood;
    }
}
