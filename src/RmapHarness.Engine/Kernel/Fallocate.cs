using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>fallocate (mm/shmem.c, shmem_fallocate).</summary>
internal static class Fallocate
{
    /// <summary>fallocate of whole pages. Returns 0 or an errno.</summary>
    public static int Range(Machine machine, FileObject file, FallocateMode mode, long from, long to)
    {
        if (from == to)
            return Errno.Invalid;
        if (file.Kind == FileKind.Hugetlb)
            return HugetlbFiles.Fallocate(machine, file, mode, from, to);
        if ((mode & FallocateMode.PunchHole) != 0)
            PageCache.Remove(machine, file, from, to, evenCopies: false);
        else
            Allocate(machine, file, from, to, keepsSize: (mode & FallocateMode.KeepSize) != 0);
        return Errno.None;
    }

    // New pages are dirty, so that none is lost, and not cleared before somebody needs them; those of an earlier call are cleared by the second.
    private static void Allocate(Machine machine, FileObject file, long from, long to, bool keepsSize)
    {
        file.AllocatedEnd = Math.Max(file.AllocatedEnd, to);
        for (var at = from; at < to;)
        {
            var frame = PageCache.GetOrAdd(machine, file, null, at, to, to << machine.Profile.Geometry.PageShift, out var pages, out var isNew);
            foreach (var (run, _, _) in machine.Memory.Isolate(frame, pages))
            {
                run.UpToDate = !isNew;
                run.Dirty = true;
            }

            at += pages;
        }

        var end = (ulong)to << machine.Profile.Geometry.PageShift;
        if (!keepsSize && end > file.Size)
            file.Size = end;
    }
}
