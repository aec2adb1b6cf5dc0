using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>pwrite: pages come into the cache, dirty, and nobody maps them for it (mm/filemap.c, generic_perform_write; mm/shmem.c, shmem_write_end).</summary>
internal static class FileWrite
{
    /// <summary>
    /// Writes; pages whose first bytes are written hold the tokens of an operation then, the others what they held. Returns 0, or EINVAL: hugetlbfs has no such call.
    /// </summary>
    /// <param name="machine">The machine.</param>
    /// <param name="file">The file.</param>
    /// <param name="from">First byte, a multiple of what a page's token takes.</param>
    /// <param name="to">Byte after the last, as well.</param>
    /// <param name="step">Index of the operation.</param>
    public static int Bytes(Machine machine, FileObject file, long from, long to, int step)
    {
        if (file.Kind == FileKind.Hugetlb)
            return Errno.Invalid;
        var (shift, size) = (machine.Profile.Geometry.PageShift, (long)machine.Profile.Geometry.PageSize);
        var end = (to + size - 1) >> shift;
        for (var at = from >> shift; at < end;)
        {
            var frame = PageCache.GetOrAdd(machine, file, null, at, end, PieceEnd(machine, at, to), out var pages, out _);
            foreach (var (run, _, _) in machine.Memory.Isolate(frame, pages))
            {
                run.UpToDate = true;
                run.Dirty = true;
            }

            var passed = at << shift < from ? 1 : 0;
            machine.Memory.Contents.Overwrite(frame + passed, pages - passed, step, at + passed);
            at += pages;
            file.Size = Math.Max(file.Size, (ulong)Math.Min(at << shift, to));
        }

        return Errno.None;
    }

    private static long PieceEnd(Machine machine, long at, long to)
    {
        var pages = machine.Profile.WritesGoByLargestFolio ? machine.PmdPages : 1;
        return Math.Min(((at / pages) + 1) * pages << machine.Profile.Geometry.PageShift, to);
    }
}
