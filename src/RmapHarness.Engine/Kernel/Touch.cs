using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>Loads and stores of user space, and the faults that they take (mm/memory.c, handle_mm_fault).</summary>
internal static class Touch
{
    /// <summary>
    /// Accesses one page in every <paramref name="stride"/> of from..to; a store leaves the token of the program's
    /// <paramref name="step"/>, or the same everywhere without one. Returns 0, or minus the signal that ended it.
    /// </summary>
    public static int Range(Machine machine, AddressSpace mm, long from, long to, long stride, bool write, int? step)
    {
        var page = from;
        while (page < to)
        {
            var vma = mm.Find(page);
            if (vma is null || !IsOpen(mm, vma, page, write))
                return Errno.SegmentationFault;

            // Neighbouring pages are taken together as far as the same thing happens to them; pages that are passed over must see nothing.
            var limit = stride == 1 || ChangesNothing(mm, page, write) ? Math.Min(to, vma.End) : page + 1;
            var done = Access(machine, mm, vma, page, limit, write);
            if (done == 0)
                return Errno.BusError;
            if (write)
                Store(machine, mm, page, done, stride, step);
            page += RoundUp(done, stride);
        }

        return Errno.None;
    }

    /// <summary>
    /// What the kernel's own store to user memory needs: serves the first page, and those after it that go the same way. Returns how many
    /// below the limit, 0 if the first one cannot be stored to.
    /// </summary>
    public static long MakeWritable(Machine machine, AddressSpace mm, Vma? vma, long page, long limit) =>
        vma is not null && IsOpen(mm, vma, page, write: true) ? Access(machine, mm, vma, page, Math.Min(limit, vma.End), write: true) : 0;

    /// <summary>The smallest multiple of a stride that is not below a number of pages.</summary>
    public static long RoundUp(long pages, long stride) => (pages + stride - 1) / stride * stride;

    private static bool ChangesNothing(AddressSpace mm, long page, bool write)
    {
        const EntryFlags Stored = EntryFlags.Writable | EntryFlags.Dirty;
        return mm.PageTable.TryFind(page, out var entry) && !entry.IsSwapped && !entry.IsUffdMarker && (!write || (entry.Flags & Stored) == Stored);
    }

    private static void Store(Machine machine, AddressSpace mm, long page, long pages, long stride, int? step)
    {
        var end = page + pages;
        while (page < end && mm.PageTable.TryFind(page, out var found))
        {
            var extent = found.Slice(page, stride == 1 ? end : page + 1);
            mm.Reprotected.Store(page, page + extent.Pages, extent.Level);
            if (step is { } number)
                machine.Memory.Contents.Store(extent.Frame, extent.Pages, number, page);
            else
                machine.Memory.Contents.Equalize(extent.Frame, extent.Pages);
            page += RoundUp(extent.Pages, stride);
        }
    }

    // Whether an access ends with a fault that is served, and not with SIGSEGV.
    private static bool IsOpen(AddressSpace mm, Vma vma, long page, bool write) =>
        (vma.Flags & (write ? VmFlags.Write : VmFlags.Read | VmFlags.Write)) != 0
        && !(mm.PageTable.TryFind(page, out var entry) && (entry.Flags & EntryFlags.Guard) != 0);

    /// <summary>
    /// Serves the first page, which has no marker, and those after it that go the same way; returns how many below the limit, 0 if the
    /// first one lies behind the end of its file.
    /// </summary>
    public static long Access(Machine machine, AddressSpace mm, Vma vma, long page, long limit, bool write)
    {
        if (vma.IsHugetlb)
            return HugetlbFault.Access(machine, mm, vma, page, limit, write);
        if (mm.PageTable.TryFind(page, out var entry))
        {
            var pages = Math.Min(entry.Pages, limit - page);
            if (entry.IsUffdMarker)
                return AnonymousFault.OnMarker(machine, mm, vma, entry with { Pages = pages }, write);
            if (entry.IsSwapped)
                return SwapIn.OnSwapped(machine, mm, vma, entry with { Pages = pages }, write);
            return write ? WriteFault.OnPresent(machine, mm, vma, entry with { Pages = pages }) : pages;
        }

        mm.PageTable.AddUpperTable(page);
        return vma.IsAnonymous
            ? AnonymousFault.OnNone(machine, mm, vma, page, limit, write)
            : FileFault.OnNone(machine, mm, vma, page, limit, write);
    }
}
