using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>mremap (mm/mremap.c).</summary>
internal static class Mremap
{
    /// <summary>mremap of from..from+oldPages. Returns 0 or an errno.</summary>
    public static int Remap(Machine machine, AddressSpace mm, long from, long oldPages, long newPages, MremapFlags flags, long to)
    {
        if (newPages == 0 || ((flags & MremapFlags.DontUnmap) != 0 && oldPages != newPages))
            return Errno.Invalid;
        if (mm.Overlapping(from, from + Math.Max(1, oldPages)).Exists(vma => vma.IsHugetlb) || mm.Overlapping(to, to + newPages).Exists(vma => vma.IsHugetlb))
            throw new UnmetExpectationException(-1, "mremap of hugetlb memory is not modelled");
        if ((flags & MremapFlags.Fixed) == 0)
            return Resize(machine, mm, from, oldPages, newPages);
        if (from + oldPages > to && to + newPages > from)
            return Errno.Invalid;
        if (mm.Find(from) is not { } first)
            return Errno.Fault;
        if (!machine.Profile.MremapMovesSeveralVmas)
        {
            Mmap.Unmap(machine, mm, to, to + newPages);
            return MoveOne(machine, mm, from, oldPages, newPages, flags, to);
        }

        if (oldPages == newPages)
            return MoveAll(machine, mm, from, oldPages, flags, to);
        if (Math.Min(oldPages, newPages) > first.End - from)
            return Errno.Fault;
        Mmap.Unmap(machine, mm, to, to + newPages);
        return MoveOne(machine, mm, from, oldPages, newPages, flags, to);
    }

    private static int Resize(Machine machine, AddressSpace mm, long from, long oldPages, long newPages)
    {
        if (mm.Find(from) is not { } vma)
            return Errno.Fault;
        if (newPages == oldPages)
            return Errno.None;
        if (newPages < oldPages)
        {
            Mmap.Unmap(machine, mm, from + newPages, from + oldPages);
            return Errno.None;
        }

        if (oldPages > vma.End - from)
            return Errno.Fault;
        var (oldEnd, newEnd) = (from + oldPages, from + newPages);
        if (oldEnd != vma.End || mm.Overlapping(oldEnd, newEnd).Count > 0)
            return Errno.NoMemory;
        mm.Resize(vma, newEnd);
        VmaMerge.JoinNext(machine, mm, vma);
        if (vma.IsLocked)
            Mlock.Fill(machine, mm, oldEnd, newEnd);
        return Errno.None;
    }

    // Each VMA goes to its place; holes between them leave the destination alone.
    private static int MoveAll(Machine machine, AddressSpace mm, long from, long pages, MremapFlags flags, long to)
    {
        var parts = mm.Overlapping(from, from + pages).Select(vma => (Math.Max(from, vma.Start), Math.Min(from + pages, vma.End), vma.IsWatched)).ToList();
        foreach (var (start, end, isWatched) in parts)
        {
            // What userfaultfd watches moves alone (vma_multi_allowed).
            if (isWatched && (start > from || end < from + pages))
                return Errno.Fault;
            var target = to + (start - from);
            Mmap.Unmap(machine, mm, target, target + (end - start));
            var error = MoveOne(machine, mm, start, end - start, end - start, flags, target);
            if (error != Errno.None)
                return error;
        }

        return Errno.None;
    }

    private static int MoveOne(Machine machine, AddressSpace mm, long from, long oldPages, long newPages, MremapFlags flags, long to)
    {
        if (oldPages > newPages)
        {
            Mmap.Unmap(machine, mm, from + newPages, from + oldPages);
            oldPages = newPages;
        }

        if (mm.Find(from) is not { } vma || oldPages > vma.End - from)
            return Errno.Fault;
        Ksm.Unmerge(machine, mm, vma, from, from + oldPages);
        var isWatched = vma.IsWatched;
        var moved = Copy(vma, from, to, newPages);
        PageTableMove.Range(machine, mm, from, from + oldPages, to, isWatched);
        if ((flags & MremapFlags.DontUnmap) != 0)
            Empty(machine, vma, from, oldPages);
        else
            Mmap.Unmap(machine, mm, from, from + oldPages);
        mm.Insert(moved);

        // What is not watched any more was, when the kernel looked for neighbours (copy_vma, mremap_userfaultfd_prep).
        if (!isWatched)
            VmaMerge.Join(machine, mm, moved);
        if (moved.IsLocked && newPages > oldPages)
            Mlock.Fill(machine, mm, to + oldPages, to + newPages);
        return Errno.None;
    }

    // Untouched anonymous memory takes the offset of its new place (copy_vma). Nobody watches it there without UFFD_FEATURE_EVENT_REMAP.
    private static Vma Copy(Vma vma, long from, long to, long pages)
    {
        var offset = vma.IsAnonymous && vma.AnonVma is null ? to : vma.OffsetOf(from);
        return new Vma(to, to + pages, vma.Flags & ~VmFlags.UffdWp, vma.File, offset) { AnonVma = vma.AnonVma };
    }

    // What MREMAP_DONTUNMAP leaves: not locked, and as if never touched if all of it was moved.
    private static void Empty(Machine machine, Vma vma, long from, long pages)
    {
        vma.Flags &= ~VmFlags.LockedMask;
        if (from != vma.Start || from + pages != vma.End)
            return;
        vma.AnonVma = null;
        if (vma.IsAnonymous && machine.Profile.UnfaultedOffsetFollowsAddress)
            vma.Offset = vma.Start;
    }
}
