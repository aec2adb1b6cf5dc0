using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>Faults on mappings of files that have no entry (mm/memory.c, do_read_fault, do_cow_fault, do_shared_fault and finish_fault).</summary>
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

        FaultAround.Map(machine, mm, vma, page, ReadBits(vma));
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
        var pages = PageCache.Get(machine, vma, vma.OffsetOf(page), vma.OffsetOf(end), out var frame, out var isNew);
        if (pages == 0)
            return 0;
        var run = machine.Memory.Find(frame);
        if (run.IsLarge)
            return MapLarge(machine, mm, vma, run, new Extent(page, pages, frame, MappingLevel.Pte, bits));
        pages = Math.Min(pages, run.EndFrame - frame);
        FileMapping.Map(machine, mm, vma, new Extent(page, pages, frame, MappingLevel.Pte, bits), isNew: isNew);
        return pages;
    }

    // All of the folio, if the kernel maps it whole and nothing is in the way; otherwise its pages one after the other.
    private static long MapLarge(Machine machine, AddressSpace mm, Vma vma, FolioRun run, in Extent wanted)
    {
        if (FileMapping.TryMapPmd(machine, mm, vma, wanted))
            return Math.Min(machine.PmdStart(wanted.Page) + machine.PmdPages, wanted.End) - wanted.Page;
        var index = run.PageIndex(wanted.Frame);
        var whole = wanted with { Page = wanted.Page - index, Pages = run.FolioPages, Frame = wanted.Frame - index };
        if (machine.Profile.FaultsMapWholeFolios && FileMapping.HasRoom(machine, vma, whole) && mm.PageTable.NextPresent(whole.Page, whole.End) == whole.End)
        {
            FileMapping.Map(machine, mm, vma, whole);
            return Math.Min(whole.End, wanted.End) - wanted.Page;
        }

        var pages = Math.Min(whole.End, wanted.End) - wanted.Page;
        FileMapping.Map(machine, mm, vma, wanted with { Pages = pages }, onePageEach: true);
        return pages;
    }

    // The file gets its page, even where it had a hole; the mapping gets a copy of it.
    private static long MapCopy(Machine machine, AddressSpace mm, Vma vma, long page, long end)
    {
        var pages = PageCache.Get(machine, vma, vma.OffsetOf(page), vma.OffsetOf(end), out var frame, out _);
        if (pages > 0)
            machine.Memory.Contents.Copy(frame, AnonymousFault.MapNewSmall(machine, mm, vma, page, pages), pages);
        return pages;
    }
}
