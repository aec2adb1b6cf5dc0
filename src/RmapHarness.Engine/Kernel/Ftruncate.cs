using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>ftruncate: what lies behind the new end leaves the cache and every page table, private copies included (mm/shmem.c, shmem_setattr).</summary>
internal static class Ftruncate
{
    /// <summary>Gives a file a new length in bytes. Returns 0 or an errno.</summary>
    public static int SetSize(Machine machine, FileObject file, ulong size)
    {
        if (file.Kind == FileKind.Hugetlb)
            return HugetlbFiles.SetSize(machine, file, size);
        var shrinks = size <= file.Size;
        file.Size = size;
        if (!shrinks)
            return Errno.None;
        file.AllocatedEnd = Math.Min(file.AllocatedEnd, file.Pages);

        // The rest of a page that the end cuts is cleared: a change like any other, and the page leaves its folio.
        if ((size & (machine.Profile.Geometry.PageSize - 1)) != 0)
        {
            PageCache.MarkDirty(machine, file, file.Pages - 1, file.Pages);
            FileFolioSplit.Around(machine, file, file.Pages - 1);
        }

        PageCache.Remove(machine, file, file.Pages, long.MaxValue, evenCopies: true);
        return Errno.None;
    }
}
