using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>The cached pages of files: how they come, and how they go (mm/shmem.c, shmem_get_folio_gfp and shmem_undo_range).</summary>
internal static class PageCache
{
    /// <summary>
    /// The pages from an offset on, of which some may be new and hold zeros. Pages of fallocate are cleared only now. Returns how many below the
    /// limit, 0 behind the end of the file.
    /// </summary>
    /// <param name="machine">The machine.</param>
    /// <param name="file">The file.</param>
    /// <param name="offset">First page.</param>
    /// <param name="limit">Page after the last that is asked for.</param>
    /// <param name="frame">Frame of the first page.</param>
    /// <param name="isNew">Whether the pages were not cached before.</param>
    public static long Get(Machine machine, FileObject file, long offset, long limit, out long frame, out bool isNew)
    {
        frame = -1;
        isNew = false;
        limit = Math.Min(limit, file.Pages);
        if (offset >= limit)
            return 0;
        frame = GetOrAdd(machine, file, offset, limit, out var pages, out isNew);
        foreach (var (run, _, _) in machine.Memory.Isolate(frame, pages))
            run.UpToDate = true;
        return pages;
    }

    /// <summary>The frame of the page at an offset, wherever the file ends; and how many pages from it on, below the limit, come with it.</summary>
    public static long GetOrAdd(Machine machine, FileObject file, long offset, long limit, out long pages, out bool isNew)
    {
        isNew = false;
        if (file.Cache.TryFind(offset, out var cached))
        {
            pages = Math.Min(cached.Pages, limit - offset);
            return cached.Frame;
        }

        isNew = true;
        pages = file.Cache.NextPresent(offset, limit) - offset;
        var frame = machine.Memory.Allocate(FolioKind.Shmem, 0, pages).FirstFrame;
        file.Cache.Set(new Extent(offset, pages, frame, MappingLevel.Pte, EntryFlags.None));
        return frame;
    }

    /// <summary>Takes pages out of all page tables and out of the cache.</summary>
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
}
