using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>pread: the kernel stores to the caller's memory what a file has (mm/shmem.c, shmem_file_read_iter; fs/hugetlbfs/inode.c, hugetlbfs_read_iter).</summary>
internal static class FileRead
{
    /// <summary>
    /// Reads whole pages; those behind the file's end stay as they are. Holes, and pages that fallocate has left uncleared, read as zeros, and stay what they are.
    /// Returns 0, or EFAULT at the first page that cannot be stored to.
    /// </summary>
    /// <param name="machine">The machine.</param>
    /// <param name="mm">Whose memory.</param>
    /// <param name="file">The file.</param>
    /// <param name="offset">First page in the file.</param>
    /// <param name="from">First page in memory.</param>
    /// <param name="to">Page after the last.</param>
    public static int Pages(Machine machine, AddressSpace mm, FileObject file, long offset, long from, long to)
    {
        to = Math.Min(to, from + Math.Max(0, file.Pages - offset));
        for (var page = from; page < to;)
        {
            var source = Source(machine, file, offset + (page - from), offset + (to - from), out var pages);
            // What is read may change what is read next.
            var vma = mm.Find(page);
            if (vma?.File == file)
                pages = 1;
            var done = Touch.MakeWritable(machine, mm, vma, page, Math.Min(to, page + pages));
            if (done == 0)
                return Errno.Fault;
            Fill(machine, mm, page, done, source);
            page += done;
        }

        return Errno.None;
    }

    // The frame that has the page, or -1: zeros; and how many go the same way.
    private static long Source(Machine machine, FileObject file, long index, long end, out long pages)
    {
        if (!file.Cache.TryFind(index, out var cached))
        {
            pages = file.Cache.NextPresent(index, end) - index;
            return -1;
        }

        var run = machine.Memory.Find(cached.Frame);
        pages = Math.Min(Math.Min(cached.Pages, run.EndFrame - cached.Frame), end - index);
        return cached.Frame;
    }

    private static void Fill(Machine machine, AddressSpace mm, long page, long pages, long source)
    {
        for (var end = page + pages; page < end && mm.PageTable.TryFind(page, out var found);)
        {
            var extent = found.Slice(page, end);
            mm.Reprotected.Store(page, page + extent.Pages, extent.Level);
            if (source < 0)
                machine.Memory.Contents.Clear(extent.Frame, extent.Pages);
            else if (source != extent.Frame)
                machine.Memory.Contents.Copy(source, extent.Frame, extent.Pages);
            page += extent.Pages;
            source += source < 0 ? 0 : extent.Pages;
        }
    }
}
