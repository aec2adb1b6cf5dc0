using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// A large folio of the page cache becomes smaller ones (mm/huge_memory.c, __folio_split): first nobody maps it any more, and what lies behind the
/// file's end leaves the cache.
/// </summary>
internal static class FileFolioSplit
{
    /// <summary>Splits one folio into folios of an order.</summary>
    public static void To(Machine machine, FolioRun folio, int order)
    {
        var (first, end) = (folio.FirstFrame, folio.EndFrame);
        Unmap(machine, folio);
        machine.Memory.Split(folio, order);
        TrimBehindEnd(machine, first, end);
    }

    /// <summary>
    /// Splits the folio that holds a page so that the page stands alone, if it is large and the page is there: into halves, of which the one with
    /// the page is split further; or into small ones, where the kernel knows no other way.
    /// </summary>
    public static void Around(Machine machine, FileObject file, long index)
    {
        if (!file.Cache.TryFind(index, out var cached) || machine.Memory.Find(cached.Frame) is not { IsLarge: true })
            return;
        var (folio, _, _) = machine.Memory.Isolate(cached.Frame, 1).First();
        if (!machine.Profile.SplitsAroundPage)
        {
            To(machine, folio, 0);
            return;
        }

        var (first, end) = (folio.FirstFrame, folio.EndFrame);
        Unmap(machine, folio);
        machine.Memory.SplitAround(folio, cached.Frame);
        TrimBehindEnd(machine, first, end);
    }

    // unmap_folio, which splits huge PMDs first.
    private static void Unmap(Machine machine, FolioRun folio)
    {
        if (folio.IsHeld)
            throw new UnmetExpectationException(-1, "truncating a part of a large folio that has other references than its mappings is not modelled");
        machine.Thps.Split(folio);
        foreach (var mm in machine.Processes)
        {
            foreach (var extent in FolioMappings.Of(mm, folio).ToList())
            {
                folio.Dirty |= (extent.Flags & EntryFlags.Dirty) != 0;
                if (extent.Level == MappingLevel.Pmd)
                    machine.Thps.SplitPmds(1);
                Zap.Range(machine, mm, mm.Find(extent.Page)!, extent.Page, extent.End);
            }
        }
    }

    private static void TrimBehindEnd(Machine machine, long first, long end)
    {
        foreach (var file in machine.Files)
        {
            foreach (var cached in file.Cache.Extents.Where(extent => extent.Frame < end && extent.Frame + extent.Pages > first).ToList())
            {
                var page = cached.Page - cached.Frame;
                for (var frame = Math.Max(first, cached.Frame); frame < Math.Min(end, cached.Frame + cached.Pages);)
                {
                    var run = machine.Memory.Find(frame);
                    var next = run.IsLarge ? frame + run.FolioPages : frame + 1;
                    if (page + frame >= Math.Max(file.Pages, file.AllocatedEnd))
                        PageCache.Drop(machine, file, page + frame, page + next);
                    frame = next;
                }
            }
        }
    }
}
