using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// References that a process takes of the pages of a range, through a system call that keeps them: pins of a buffer registered with io_uring
/// (FOLL_PIN; io_uring/rsrc.c), references of pages in a pipe (FOLL_GET; fs/splice.c, vmsplice_to_pipe).
/// </summary>
internal static class Gup
{
    /// <summary>
    /// Pins all pages of a range for writing, as after a store to each. Returns 0, or EFAULT if a page cannot be had: then none is pinned, and those
    /// before it are faulted in. Old kernels: EINVAL, after all are faulted in, if they are of several files, or of one and of none. Each page is pinned
    /// before the next one faults, which therefore finds more references of a large folio than mappings, and gets a copy (mm/gup.c, __get_user_pages).
    /// </summary>
    public static int Pin(Machine machine, AddressSpace mm, long from, long to)
    {
        var before = mm.Pinned.Count;
        var error = PinEach(machine, mm, from, to);
        if (error == Errno.None && !machine.Profile.PinsSeveralFiles && mm.Overlapping(from, to).Select(vma => vma.File).Distinct().Count() > 1)
            error = Errno.Invalid;
        if (error != Errno.None)
            Release(machine, mm.Pinned, before, run => run.Pins--);
        return error;
    }

    /// <summary>Takes a reference of each page of a range, as after a load of each. Returns 0, or EFAULT at the first page that cannot be had.</summary>
    public static int Splice(Machine machine, AddressSpace mm, long from, long to)
    {
        for (var page = from; page < to;)
        {
            var vma = mm.Find(page);
            var served = vma is null || (vma.Flags & VmFlags.Read) == 0
                ? 0
                : Populate.Pages(machine, mm, vma, page, Math.Min(to, vma.End), write: false);
            Hold(machine, mm, page, page + served, pins: false);
            if (served == 0)
                return Errno.Fault;
            page += served;
        }

        return Errno.None;
    }

    /// <summary>Gives all pins of a process back.</summary>
    public static void Unpin(Machine machine, AddressSpace mm) => Release(machine, mm.Pinned, 0, run => run.Pins--);

    /// <summary>Gives all other references of a process back.</summary>
    public static void Drain(Machine machine, AddressSpace mm) => Release(machine, mm.Spliced, 0, run => run.References--);

    /// <summary>Frees folios that nobody maps and nothing else keeps.</summary>
    public static void FreeUnused(Machine machine, FolioRun run)
    {
        if (run.Kind == FolioKind.Anon && !run.Counters.IsMapped && SwapCache.TryFree(machine, run) && !run.IsHeld)
            machine.Memory.Free(run);
    }

    private static int PinEach(Machine machine, AddressSpace mm, long from, long to)
    {
        // What can be written already is taken as it is, without a look at the VMA (gup_fast).
        var page = machine.Profile.PinsFast ? Writable(mm, from, to) : from;
        Hold(machine, mm, from, page, pins: true);
        while (page < to)
        {
            var vma = mm.Find(page);
            if (vma is null || (vma.Flags & VmFlags.Write) == 0)
                return Errno.Fault;
            var end = Math.Min(to, vma.End);
            var next = machine.Profile.PinsFast ? page : Writable(mm, page, end);
            if (next == page)
                next += Populate.Pages(machine, mm, vma, page, IsReadOnlyInLarge(machine, mm, page) ? page + 1 : end, write: true);
            if (next == page)
                return Errno.Fault;
            Hold(machine, mm, page, next, pins: true);
            page = next;
        }

        return Errno.None;
    }

    // There a pin decides what becomes of the pages behind it.
    private static bool IsReadOnlyInLarge(Machine machine, AddressSpace mm, long page) =>
        mm.PageTable.TryFind(page, out var entry) && entry.NamesFrames && (entry.Flags & EntryFlags.Writable) == 0
        && machine.Memory.Find(entry.Frame) is { IsLarge: true, Kind: FolioKind.Anon };

    private static long Writable(AddressSpace mm, long from, long to)
    {
        while (from < to && mm.PageTable.TryFind(from, out var entry) && (entry.Flags & EntryFlags.Writable) != 0)
            from = Math.Min(to, entry.End);
        return from;
    }

    // The shared zero pages are never freed, so that references of them say nothing.
    private static void Hold(Machine machine, AddressSpace mm, long from, long to, bool pins)
    {
        foreach (var extent in mm.PageTable.Copy(from, to).Where(extent => extent.NamesFrames))
        {
            foreach (var (run, _, _) in machine.Memory.Isolate(extent.Frame, extent.Pages))
            {
                if (run.Kind == FolioKind.HugeZero)
                    continue;
                run.Pins += pins ? 1 : 0;
                run.References += pins ? 0 : 1;
            }

            (pins ? mm.Pinned : mm.Spliced).Add(extent.Frame, extent.Pages);
        }
    }

    // What was a file's may be gone with the file.
    private static void Release(Machine machine, HeldPages held, int kept, Action<FolioRun> put)
    {
        foreach (var (frame, pages) in held.TakeAfter(kept))
        {
            for (var at = frame; at < frame + pages;)
            {
                if (!machine.Memory.Holds(at))
                {
                    at++;
                    continue;
                }

                var (run, _, count) = machine.Memory.Isolate(at, frame + pages - at).First();
                at += count;
                if (run.Kind == FolioKind.HugeZero)
                    continue;
                put(run);
                FreeUnused(machine, run);
            }
        }
    }
}
