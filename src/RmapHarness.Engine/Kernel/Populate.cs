using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>Faulting pages in without touching them: MADV_POPULATE_*, mlock, MAP_POPULATE (mm/gup.c, __get_user_pages).</summary>
internal static class Populate
{
    /// <summary>Faults in every page of a range. Returns 0, ENOMEM at a hole, EINVAL where the VMA does not allow it, EFAULT at a page that cannot be had.</summary>
    public static int Range(Machine machine, AddressSpace mm, long from, long to, bool write)
    {
        for (var page = from; page < to;)
        {
            var vma = mm.Find(page);
            if (vma is null)
                return Errno.NoMemory;
            if ((vma.Flags & (write ? VmFlags.Write : VmFlags.Read)) == 0)
                return Errno.Invalid;
            var served = Pages(machine, mm, vma, page, Math.Min(to, vma.End), write);
            if (served == 0)
                return Errno.Fault;
            page += served;
        }

        return Errno.None;
    }

    /// <summary>Faults in a page and those after it that go the same way; returns how many below the limit, 0 if the first one cannot be had.</summary>
    public static long Pages(Machine machine, AddressSpace mm, Vma vma, long page, long limit, bool write)
    {
        if (!mm.PageTable.TryFind(page, out var entry))
            return Touch.Access(machine, mm, vma, page, limit, write);
        if ((entry.Flags & EntryFlags.Guard) != 0)
            return 0;
        var there = EntryFlags.Writable | EntryFlags.Dirty;
        if (!write || (entry.Flags & there) != EntryFlags.Writable)
            return Touch.Access(machine, mm, vma, page, limit, write);

        // Nothing stores: a clean PTE stays clean, and its folio becomes dirty instead (follow_page_pte); a PMD becomes dirty itself (touch_pmd).
        var pages = Math.Min(entry.Pages, limit - page);
        if (entry.Level == MappingLevel.Pmd)
            return Touch.Access(machine, mm, vma, page, limit, write);
        foreach (var (run, _, _) in machine.Memory.Isolate(entry.Frame, pages))
            run.Dirty = true;
        return pages;
    }
}
