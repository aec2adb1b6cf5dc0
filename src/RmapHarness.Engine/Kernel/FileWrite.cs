using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>pwrite: pages come into the cache, dirty, and nobody maps them for it (mm/filemap.c, generic_perform_write).</summary>
internal static class FileWrite
{
    /// <summary>Writes the tokens of an operation to whole pages. Returns 0, or EINVAL: hugetlbfs has no such call.</summary>
    public static int Pages(Machine machine, FileObject file, long from, long to, int step)
    {
        if (file.Kind == FileKind.Hugetlb)
            return Errno.Invalid;
        for (var at = from; at < to;)
        {
            var frame = PageCache.GetOrAdd(machine, file, null, at, to, PieceEnd(machine, at, to), out var pages, out _);
            foreach (var (run, _, _) in machine.Memory.Isolate(frame, pages))
            {
                run.UpToDate = true;
                run.Dirty = true;
            }

            machine.Memory.Contents.Overwrite(frame, pages, step, at);
            at += pages;
            file.Size = Math.Max(file.Size, (ulong)at << machine.Profile.Geometry.PageShift);
        }

        return Errno.None;
    }

    private static long PieceEnd(Machine machine, long at, long to)
    {
        var pages = machine.Profile.WritesGoByLargestFolio ? machine.PmdPages : 1;
        return Math.Min(((at / pages) + 1) * pages, to);
    }
}
