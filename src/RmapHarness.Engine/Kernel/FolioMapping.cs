using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>Arbitrary folio mappings (2026 RFC, point (d)): any part of a folio, by entries of any size, at any fitting address.</summary>
internal static class FolioMapping
{
    /// <summary>Maps a part of a folio. Returns 0, EINVAL for what the scheme or the page table cannot express, or ENOMEM at the counters' limits.</summary>
    public static int Map(Machine machine, AddressSpace mm, long from, long to, MapFolioOperation operation)
    {
        var entryPages = machine.Profile.Geometry.EntryPages(operation.Level);
        var pages = to - from;
        var aligned = ((from | pages | operation.First) & (entryPages - 1)) == 0;
        var inFolio = operation.First + pages <= 1L << operation.Order;
        var vma = mm.Find(from);
        if (!aligned || !inFolio || pages == 0 || vma is not { IsAnonymous: true } || to > vma.End || mm.PageTable.NextPresent(from, to) != to)
            return Errno.Invalid;
        var run = machine.Folio(operation.Folio, operation.Order);
        if (!run.Counters.AllowsEntryOf(entryPages))
            return Errno.Invalid;
        if (machine.Profile.MappingLimits is { } limits && !run.Counters.Admits(limits, pages / entryPages, pages))
            return Errno.NoMemory;
        VmaMerge.PrepareAnon(machine, mm, vma);
        ReverseMap.Map(run, operation.First, pages, entryPages, mm.Id);
        mm.PageTable.Set(new Extent(from, pages, run.FirstFrame + operation.First, operation.Level, EntryFlags.Dirty));
        return Errno.None;
    }

    /// <summary>Removes entries. Returns 0, or EINVAL if a huge entry would be cut.</summary>
    public static int Unmap(Machine machine, AddressSpace mm, long from, long to)
    {
        foreach (var border in new[] { from, to })
        {
            if (mm.PageTable.TryFind(border, out var extent) && (border & (machine.Profile.Geometry.EntryPages(extent.Level) - 1)) != 0)
                return Errno.Invalid;
        }

        foreach (var vma in mm.Overlapping(from, to))
            Zap.Range(machine, mm, vma, Math.Max(from, vma.Start), Math.Min(to, vma.End));

        return Errno.None;
    }
}
