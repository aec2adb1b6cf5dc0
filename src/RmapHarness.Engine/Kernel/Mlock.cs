using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>mlock, munlock and their likes (mm/mlock.c; mm/gup.c, __mm_populate).</summary>
internal static class Mlock
{
    /// <summary>mlock2. Returns 0, or ENOMEM for a hole or for a page that cannot be had.</summary>
    public static int Lock(Machine machine, AddressSpace mm, long from, long to, bool onFault)
    {
        var error = SetFlags(machine, mm, from, to, onFault ? VmFlags.LockedMask : VmFlags.Locked);
        return error != Errno.None || Fill(machine, mm, from, to, ignoresErrors: false) ? error : Errno.NoMemory;
    }

    /// <summary>munlock. Returns 0, or ENOMEM for a hole.</summary>
    public static int Unlock(Machine machine, AddressSpace mm, long from, long to) => SetFlags(machine, mm, from, to, VmFlags.None);

    /// <summary>mlockall. Returns 0 or EINVAL.</summary>
    public static int LockAll(Machine machine, AddressSpace mm, MlockAllFlags flags)
    {
        if ((flags & (MlockAllFlags.Current | MlockAllFlags.Future)) == 0)
            return Errno.Invalid;
        var locked = (flags & MlockAllFlags.OnFault) != 0 ? VmFlags.LockedMask : VmFlags.Locked;
        mm.NewMappings = (flags & MlockAllFlags.Future) != 0 ? locked : VmFlags.None;
        if ((flags & MlockAllFlags.Current) == 0)
            return Errno.None;
        var spans = Spans(mm);
        foreach (var (start, end) in spans)
            SetFlags(machine, mm, start, end, locked);
        // Only then, in the VMAs that have become one.
        if (spans.Count > 0)
            Fill(machine, mm, spans[0].Start, spans[^1].End);
        return Errno.None;
    }

    /// <summary>munlockall.</summary>
    public static void UnlockAll(Machine machine, AddressSpace mm)
    {
        mm.NewMappings = VmFlags.None;
        foreach (var (start, end) in Spans(mm))
            SetFlags(machine, mm, start, end, VmFlags.None);
    }

    /// <summary>
    /// Faults in all pages of a range, except those of VMAs that are locked on fault: writable private memory for writing, so that nothing
    /// is left to copy.
    /// </summary>
    /// <param name="machine">The machine.</param>
    /// <param name="mm">The address space.</param>
    /// <param name="from">First page.</param>
    /// <param name="to">Page after the last.</param>
    /// <param name="ignoresErrors">A page that cannot be had ends the work on its VMA only, not all of it.</param>
    /// <returns>Whether every page is there.</returns>
    public static bool Fill(Machine machine, AddressSpace mm, long from, long to, bool ignoresErrors = true)
    {
        var complete = true;
        foreach (var vma in mm.Overlapping(from, to))
        {
            if ((vma.Flags & VmFlags.LockOnFault) != 0)
                continue;
            var end = Math.Min(to, vma.End);
            var write = (vma.Flags & (VmFlags.Write | VmFlags.Shared)) == VmFlags.Write;
            var page = (vma.Flags & VmFlags.Access) == 0 ? end : Math.Max(from, vma.Start);
            complete &= page < end;
            while (page < end)
            {
                var served = Populate.Pages(machine, mm, vma, page, end, write);
                complete &= served > 0;
                page = served > 0 ? page + served : end;
            }

            if (!complete && !ignoresErrors)
                break;
        }

        return complete;
    }

    private static List<(long Start, long End)> Spans(AddressSpace mm) => [.. mm.Vmas.Select(vma => (vma.Start, vma.End))];

    private static int SetFlags(Machine machine, AddressSpace mm, long from, long to, VmFlags locked)
    {
        var at = from;
        foreach (var vma in mm.Overlapping(from, to))
        {
            if (vma.Start > at)
                return Errno.NoMemory;
            var first = at;
            at = Math.Min(to, vma.End);

            // hugetlb memory is never reclaimed, and is filled all the same.
            if (vma.IsHugetlb)
                continue;
            var old = vma.Flags;
            var flags = (old & ~VmFlags.LockedMask) | locked;
            VmaFlags.Set(machine, mm, vma, first, at, flags);
            if (((old ^ flags) & VmFlags.Locked) != 0)
                MlockWalk.Range(machine, mm, first, at, (flags & VmFlags.Locked) != 0);
        }

        return at < to ? Errno.NoMemory : Errno.None;
    }
}
