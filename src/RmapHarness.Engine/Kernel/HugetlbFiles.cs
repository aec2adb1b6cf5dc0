using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>Files of hugetlbfs (fs/hugetlbfs/inode.c).</summary>
internal static class HugetlbFiles
{
    /// <summary>Length in huge pages.</summary>
    public static long PagesOf(Machine machine, FileObject file) => (long)(file.Size >> (file.HugeOrder + machine.Profile.Geometry.PageShift));

    /// <summary>Puts a new page, of zeros, into the cache; false if there is none.</summary>
    public static bool TryAdd(Machine machine, FileObject file, long index, out FolioRun folio)
    {
        if (!HugetlbReservations.TryAllocate(machine, file, null, index, copiesForOwner: false, out folio))
            return false;

        // So that nobody else takes it out of the cache.
        folio.Dirty = true;
        file.Cache.Set(new Extent(index << file.HugeOrder, folio.FolioPages, folio.FirstFrame, MappingLevel.Pte, EntryFlags.None));
        return true;
    }

    /// <summary>ftruncate (hugetlb_vmtruncate). Returns 0 or an errno.</summary>
    public static int SetSize(Machine machine, FileObject file, ulong size)
    {
        if ((size & ((machine.Profile.Geometry.PageSize << file.HugeOrder) - 1)) != 0)
            return Errno.Invalid;
        file.Size = size;
        var first = PagesOf(machine, file);
        Unmap(machine, file, first << file.HugeOrder, long.MaxValue);
        HugetlbReservations.Forget(machine, file, first, long.MaxValue, Drop(machine, file, first << file.HugeOrder, long.MaxValue));
        return Errno.None;
    }

    /// <summary>fallocate (hugetlbfs_fallocate), of base pages. Returns 0 or an errno.</summary>
    public static int Fallocate(Machine machine, FileObject file, FallocateMode mode, long from, long to)
    {
        if ((mode & FallocateMode.PunchHole) != 0)
        {
            Punch(machine, file, from, to);
            return Errno.None;
        }

        for (var index = from >> file.HugeOrder; index << file.HugeOrder < to; index++)
        {
            if (!file.Cache.TryFind(index << file.HugeOrder, out _) && !TryAdd(machine, file, index, out _))
                return Errno.NoSpace;
        }

        if ((mode & FallocateMode.KeepSize) == 0)
            file.Size = Math.Max(file.Size, (ulong)to << machine.Profile.Geometry.PageShift);
        return Errno.None;
    }

    /// <summary>Files that nobody has open or maps are gone (hugetlbfs_evict_inode).</summary>
    public static void EvictUnused(Machine machine)
    {
        if (machine.Hugetlb.Files.Count == 0)
            return;
        var used = machine.Files.ToHashSet();
        foreach (var file in machine.Hugetlb.Files.Where(file => !used.Contains(file)).ToList())
        {
            HugetlbReservations.Forget(machine, file, 0, long.MaxValue, Drop(machine, file, 0, long.MaxValue));
            machine.Hugetlb.RemoveFile(file);
        }
    }

    // Pages that the hole covers in part are cleared there. Private copies go from the page tables as well.
    private static void Punch(Machine machine, FileObject file, long from, long to)
    {
        var size = 1L << file.HugeOrder;
        var (first, end) = ((from + size - 1) & -size, to & -size);
        Clear(machine, file, from, Math.Min(to, first));
        Clear(machine, file, Math.Max(end, first), to);
        if (first >= end)
            return;
        Unmap(machine, file, first, end);
        for (var page = first; page < end; page += size)
        {
            if (Drop(machine, file, page, page + size) > 0)
                HugetlbReservations.Forget(machine, file, page >> file.HugeOrder, (page >> file.HugeOrder) + 1, 1);
        }
    }

    private static void Clear(Machine machine, FileObject file, long from, long to)
    {
        foreach (var cached in from < to ? file.Cache.Copy(from, to) : [])
            machine.Memory.Contents.Clear(cached.Frame, cached.Pages);
    }

    private static void Unmap(Machine machine, FileObject file, long from, long to)
    {
        foreach (var mm in machine.Processes)
        {
            foreach (var vma in mm.Vmas.Where(vma => vma.File == file))
            {
                var first = Math.Max(vma.Start, vma.Start + (from - vma.Offset));
                var end = Math.Min(vma.End, vma.Start + (Math.Min(to, vma.OffsetOf(vma.End)) - vma.Offset));
                if (first >= end)
                    continue;
                HugetlbZap.Range(machine, mm, vma, first, end);
                machine.Hugetlb.FreeUnmapped(machine.Memory);
            }
        }
    }

    // How many huge pages were cached; their PG_dirty goes with the cache.
    private static long Drop(Machine machine, FileObject file, long from, long to)
    {
        var dropped = 0L;
        foreach (var cached in file.Cache.Copy(from, to))
        {
            foreach (var (folio, _, _) in machine.Memory.Isolate(cached.Frame, cached.Pages).ToList())
            {
                machine.Hugetlb.Of(file.HugeOrder).Put(isDirty: false, isPromised: false);
                machine.Memory.Free(folio);
                dropped++;
            }
        }

        file.Cache.Clear(from, to);
        return dropped;
    }
}
