using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>Loads and stores of user space, and the faults that they take (mm/memory.c, handle_mm_fault).</summary>
internal static class Touch
{
    /// <summary>
    /// Accesses one page in every <paramref name="stride"/> of from..to; a store leaves the token of the program's
    /// <paramref name="step"/>. Returns 0, or minus the signal that ended it.
    /// </summary>
    public static int Range(Machine machine, AddressSpace mm, long from, long to, long stride, bool write, int step)
    {
        var page = from;
        while (page < to)
        {
            var vma = mm.Find(page);
            if (vma is null || !Allows(vma, write))
                return Errno.SegmentationFault;

            // Neighbouring pages are taken together as far as the same thing happens to them.
            var limit = stride == 1 ? Math.Min(to, vma.End) : page + 1;
            var done = Access(machine, mm, vma, page, limit, write);
            if (write)
                Store(machine, mm, page, done, step);
            page += stride == 1 ? done : stride;
        }

        return Errno.None;
    }

    private static void Store(Machine machine, AddressSpace mm, long page, long pages, int step)
    {
        var end = page + pages;
        while (page < end && mm.PageTable.TryFind(page, out var found))
        {
            var extent = found.Slice(page, end);
            machine.Memory.Contents.Store(extent.Frame, extent.Pages, step, page);
            page = extent.End;
        }
    }

    private static bool Allows(Vma vma, bool write) =>
        (vma.Flags & (write ? VmFlags.Write : VmFlags.Read | VmFlags.Write)) != 0;

    // Serves at least the first page and returns how many pages below the limit were served.
    private static long Access(Machine machine, AddressSpace mm, Vma vma, long page, long limit, bool write)
    {
        if (mm.PageTable.TryFind(page, out var entry))
        {
            var pages = Math.Min(entry.Pages, limit - page);
            return write ? WriteFault.OnPresent(machine, mm, vma, entry with { Pages = pages }) : pages;
        }

        return vma.IsAnonymous
            ? AnonymousFault.OnNone(machine, mm, vma, page, limit, write)
            : SharedFault.OnNone(machine, mm, vma, page, limit, write);
    }
}
