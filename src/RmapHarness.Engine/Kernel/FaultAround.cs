using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// A read fault also maps what is cached around it, inside the VMA, the PTE table and the file (mm/memory.c, do_fault_around; mm/filemap.c,
/// filemap_map_pages).
/// </summary>
internal static class FaultAround
{
    /// <summary>Maps what is cached around a page, and the page itself if it is.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="mm">The address space.</param>
    /// <param name="vma">The mapping of the file.</param>
    /// <param name="page">The page that was read.</param>
    /// <param name="bits">Flags of new entries.</param>
    public static void Map(Machine machine, AddressSpace mm, Vma vma, long page, EntryFlags bits)
    {
        var size = machine.Profile.FaultAroundPages;
        if (size <= 1)
            return;
        var table = machine.PmdStart(page);
        var inTable = page - table;
        var inVma = page - vma.Start;
        var from = table + Math.Max(inTable / size * size, inTable - Math.Min(inTable, inVma));
        var to = Math.Min(Math.Min(from + size, table + machine.PmdPages), vma.End);
        var isFirst = true;
        foreach (var cached in vma.File!.Cache.Copy(vma.OffsetOf(from), Math.Min(vma.OffsetOf(to), vma.File.Pages)))
        {
            foreach (var piece in Folios(machine, cached with { Page = cached.Page - vma.Offset + vma.Start, Flags = bits }))
            {
                if (!machine.Memory.Find(piece.Frame).UpToDate)
                    continue;
                if (isFirst && FileMapping.TryMapPmd(machine, mm, vma, piece))
                    return;
                isFirst = false;
                MapNone(machine, mm, vma, Widen(machine, vma, piece));
            }
        }
    }

    // Parts of an extent that belong to one large folio each, or to small ones that are alike.
    private static IEnumerable<Extent> Folios(Machine machine, Extent extent)
    {
        while (extent.Pages > 0)
        {
            var run = machine.Memory.Find(extent.Frame);
            var left = run.IsLarge ? run.FolioPages - run.PageIndex(extent.Frame) : run.EndFrame - extent.Frame;
            var piece = extent with { Pages = Math.Min(left, extent.Pages) };
            yield return piece;
            extent = piece.Pages == extent.Pages ? extent with { Pages = 0 } : extent.Slice(piece.End, extent.End);
        }
    }

    private static Extent Widen(Machine machine, Vma vma, in Extent piece)
    {
        var run = machine.Memory.Find(piece.Frame);
        if (!run.IsLarge || !machine.Profile.FaultsMapWholeFolios)
            return piece;
        var index = run.PageIndex(piece.Frame);
        var whole = piece with { Page = piece.Page - index, Pages = run.FolioPages, Frame = piece.Frame - index };
        return FileMapping.HasRoom(machine, vma, whole) ? whole : piece;
    }

    private static void MapNone(Machine machine, AddressSpace mm, Vma vma, in Extent extent)
    {
        for (var at = extent.Page; at < extent.End;)
        {
            if (mm.PageTable.TryFind(at, out var present))
            {
                at += present.Pages;
                continue;
            }

            var end = mm.PageTable.NextPresent(at, extent.End);
            FileMapping.Map(machine, mm, vma, extent.Slice(at, end));
            at = end;
        }
    }
}
