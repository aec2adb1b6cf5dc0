using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>The cached pages of files: how they come, and how they go (mm/shmem.c, shmem_get_folio_gfp and shmem_undo_range).</summary>
internal static class PageCache
{
    /// <summary>
    /// The pages that a fault finds from an offset on, of which some may be new and hold zeros. Pages of fallocate are cleared only now. Returns
    /// how many below the limit, 0 behind the end of the file.
    /// </summary>
    /// <param name="machine">The machine.</param>
    /// <param name="vma">The mapping of the file.</param>
    /// <param name="offset">First page in the file.</param>
    /// <param name="limit">Page after the last that is asked for.</param>
    /// <param name="frame">Frame of the first page.</param>
    /// <param name="isNew">Whether the pages were not cached before.</param>
    public static long Get(Machine machine, Vma vma, long offset, long limit, out long frame, out bool isNew)
    {
        frame = -1;
        isNew = false;
        var file = vma.File!;
        limit = Math.Min(limit, file.Pages);
        if (offset >= limit)
            return 0;
        frame = GetOrAdd(machine, file, vma, offset, limit, 0, out var pages, out isNew);
        foreach (var (run, _, _) in machine.Memory.Isolate(frame, pages))
            run.UpToDate = true;
        return pages;
    }

    /// <summary>The frame of the page at an offset, wherever the file ends.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="file">The file.</param>
    /// <param name="vma">The mapping that faults; null: a system call asks.</param>
    /// <param name="offset">The page.</param>
    /// <param name="limit">Page after the last that is asked for.</param>
    /// <param name="writeEnd">Where a write ends, in bytes of the file; 0 for a fault.</param>
    /// <param name="pages">How many pages from it on, below the limit, come with it.</param>
    /// <param name="isNew">Whether they were not cached before.</param>
    public static long GetOrAdd(
        Machine machine, FileObject file, Vma? vma, long offset, long limit, long writeEnd, out long pages, out bool isNew)
    {
        isNew = false;
        if (file.Cache.TryFind(offset, out var cached))
        {
            pages = Math.Min(cached.Pages, limit - offset);
            return cached.Frame;
        }

        isNew = true;
        var order = ShmemOrders.At(machine, file, vma, offset, writeEnd);
        var start = offset >> order << order;
        var added = order > 0 ? 1L << order
            : ShmemOrders.MayDifferBehind(machine.Profile, file, vma, offset, writeEnd) ? 1
            : file.Cache.NextPresent(offset, limit) - offset;
        var frame = machine.Memory.Allocate(FolioKind.Shmem, order, added >> order).FirstFrame;
        file.Cache.Set(new Extent(start, added, frame, MappingLevel.Pte, EntryFlags.None));
        pages = Math.Min(limit, start + added) - offset;
        return frame + (offset - start);
    }

    /// <summary>Takes pages out of all page tables and out of the cache. Large folios that lie across a border are split there.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="file">The file.</param>
    /// <param name="from">First page.</param>
    /// <param name="to">Page after the last.</param>
    /// <param name="evenCopies">Private copies go from the page tables too, as truncation demands; a hole leaves them (unmap_mapping_pages).</param>
    public static void Remove(Machine machine, FileObject file, long from, long to, bool evenCopies)
    {
        foreach (var mm in machine.Processes)
        {
            foreach (var vma in mm.Vmas.Where(vma => vma.File == file).ToList())
            {
                var first = Math.Max(vma.Start, vma.Start + (from - vma.Offset));
                var end = Math.Min(vma.End, vma.Start + (Math.Min(to, vma.OffsetOf(vma.End)) - vma.Offset));
                if (first >= end)
                    continue;
                if (evenCopies)
                    Zap.Range(machine, mm, vma, first, end, keepMarkers: true);
                else
                    Zap.FilePages(machine, mm, vma, first, end);
            }
        }

        if (file.AllocatedEnd > from && file.AllocatedEnd <= to)
            file.AllocatedEnd = from;
        SplitAcross(machine, file, from, from, to);
        if (to < long.MaxValue)
            SplitAcross(machine, file, to - 1, from, to);
        Drop(machine, file, from, to);
    }

    /// <summary>Takes pages that nobody maps out of the cache.</summary>
    public static void Drop(Machine machine, FileObject file, long from, long to)
    {
        foreach (var cached in file.Cache.Copy(from, to))
        {
            foreach (var (run, _, _) in machine.Memory.Isolate(cached.Frame, cached.Pages).ToList())
                machine.Memory.Free(run);
        }

        file.Cache.Clear(from, to);
    }

    /// <summary>PG_dirty for the cached ones among some pages.</summary>
    public static void MarkDirty(Machine machine, FileObject file, long from, long to)
    {
        foreach (var cached in file.Cache.Copy(from, to))
        {
            foreach (var (run, _, _) in machine.Memory.Isolate(cached.Frame, cached.Pages))
                run.Dirty = true;
        }
    }

    // The folio of a page, if from..to takes a part of it only: it is split where that part begins, and where it ends.
    private static void SplitAcross(Machine machine, FileObject file, long index, long from, long to)
    {
        if (!file.Cache.TryFind(index, out var cached))
            return;
        var run = machine.Memory.Find(cached.Frame);
        var first = index - run.PageIndex(cached.Frame);
        var end = first + run.FolioPages;
        if (!run.IsLarge || (from <= first && end <= to))
            return;
        MarkDirty(machine, file, index, index + 1);
        FileFolioSplit.Around(machine, file, Math.Max(from, first));
        if (end > to)
            FileFolioSplit.Around(machine, file, to);
    }
}
