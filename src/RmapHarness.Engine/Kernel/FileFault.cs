using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>Faults on mappings of files that have no entry (mm/memory.c, do_read_fault, do_cow_fault and do_shared_fault; mm/shmem.c).</summary>
internal static class FileFault
{
    /// <summary>Serves the fault at a page and at those after it that go the same way; returns how many below the limit, 0 if the first
    /// one lies behind the end of the file.</summary>
    public static long OnNone(Machine machine, AddressSpace mm, Vma vma, long page, long limit, bool write)
    {
        if (write)
        {
            var end = mm.PageTable.NextPresent(page, limit);
            return vma.IsShared ? MapCached(machine, mm, vma, page, end, EntryFlags.Writable | EntryFlags.Dirty) : MapCopy(machine, mm, vma, page, end);
        }

        FaultAround(machine, mm, vma, page);
        if (mm.PageTable.TryFind(page, out _))
            return 1;
        var window = Math.Min(limit, (page / machine.Profile.FaultAroundPages * machine.Profile.FaultAroundPages) + machine.Profile.FaultAroundPages);
        return MapCached(machine, mm, vma, page, mm.PageTable.NextPresent(page, window), ReadBits(vma));
    }

    // Shared writable shmem entries are writable from the start: there is no page_mkwrite to wait for.
    private static EntryFlags ReadBits(Vma vma) =>
        vma.IsShared && (vma.Flags & VmFlags.Write) != 0 ? EntryFlags.Writable : EntryFlags.None;

    private static long MapCached(Machine machine, AddressSpace mm, Vma vma, long page, long end, EntryFlags bits)
    {
        var pages = PageCache.Get(machine, vma.File!, vma.OffsetOf(page), vma.OffsetOf(end), out var frame, out var isNew);
        if (pages > 0)
            MapPages(machine, mm, vma, new Extent(page, pages, frame, MappingLevel.Pte, bits), isNew);
        return pages;
    }

    // The file gets its page, even where it had a hole; the mapping gets a copy of it.
    private static long MapCopy(Machine machine, AddressSpace mm, Vma vma, long page, long end)
    {
        var pages = PageCache.Get(machine, vma.File!, vma.OffsetOf(page), vma.OffsetOf(end), out var frame, out _);
        if (pages > 0)
            machine.Memory.Contents.Copy(frame, AnonymousFault.MapNewSmall(machine, mm, vma, page, pages), pages);
        return pages;
    }

    // A read fault also maps what is cached around it, inside the VMA, the PTE table and the file (do_fault_around, filemap_map_pages).
    private static void FaultAround(Machine machine, AddressSpace mm, Vma vma, long page)
    {
        var size = machine.Profile.FaultAroundPages;
        if (size <= 1)
            return;
        var table = machine.PmdStart(page);
        var inTable = page - table;
        var inVma = page - vma.Start;
        var from = table + Math.Max(inTable / size * size, inTable - Math.Min(inTable, inVma));
        var to = Math.Min(Math.Min(from + size, table + machine.PmdPages), vma.End);
        foreach (var cached in vma.File!.Cache.Copy(vma.OffsetOf(from), Math.Min(vma.OffsetOf(to), vma.File.Pages)))
        {
            var at = cached.Page - vma.Offset + vma.Start;
            var end = at + cached.Pages;
            while (at < end)
            {
                if (mm.PageTable.TryFind(at, out var present))
                {
                    at += present.Pages;
                    continue;
                }

                var none = mm.PageTable.NextPresent(at, end) - at;
                var frame = cached.Frame + (vma.OffsetOf(at) - cached.Page);
                MapUpToDate(machine, mm, vma, new Extent(at, none, frame, MappingLevel.Pte, ReadBits(vma)));
                at += none;
            }
        }
    }

    private static void MapUpToDate(Machine machine, AddressSpace mm, Vma vma, Extent extent)
    {
        foreach (var (run, _, pages) in machine.Memory.Isolate(extent.Frame, extent.Pages).ToList())
        {
            if (run.UpToDate)
                MapPages(machine, mm, vma, extent.Slice(extent.Page, extent.Page + pages));
            if (pages < extent.Pages)
                extent = extent.Slice(extent.Page + pages, extent.End);
        }
    }

    // A folio that is new to the page cache waits in a batch for its LRU list (mm/shmem.c, folio_add_lru), unless it is large.
    private static void MapPages(Machine machine, AddressSpace mm, Vma vma, in Extent extent, bool isNew = false)
    {
        foreach (var (run, first, pages) in machine.Memory.Isolate(extent.Frame, extent.Pages))
        {
            run.Dirty |= (extent.Flags & EntryFlags.Dirty) != 0;
            ReverseMap.Map(run, first, pages, 1, mm.Id);
            if (vma.IsLocked)
                run.Mlock(isOnLru: !isNew || run.IsLarge);
        }

        mm.PageTable.Set(extent);
    }
}
