using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>Who maps a folio, and where: the walk of the reverse map (mm/rmap.c, rmap_walk_anon).</summary>
internal static class FolioMappings
{
    /// <summary>The entries that map a folio; its huge PMDs are split first.</summary>
    public static List<(AddressSpace Mm, Extent Entry)> AsPtes(Machine machine, FolioRun folio)
    {
        var found = new List<(AddressSpace, Extent)>();
        foreach (var mm in machine.Processes)
        {
            foreach (var pmd in Of(mm, folio).Where(entry => entry.Level == MappingLevel.Pmd).ToList())
                PmdSplit.Under(machine, mm, pmd.Page);
            found.AddRange(Of(mm, folio).SelectMany(entry => InVmas(mm, entry)).Select(entry => (mm, entry)));
        }

        return found;
    }

    // Alike entries go on from one VMA into the next, which may be locked.
    private static IEnumerable<Extent> InVmas(AddressSpace mm, Extent entry) =>
        mm.Overlapping(entry.Page, entry.End).Select(vma => entry.Slice(Math.Max(entry.Page, vma.Start), Math.Min(entry.End, vma.End)));

    /// <summary>The entries that map a folio, as they are.</summary>
    public static IEnumerable<Extent> Of(Machine machine, FolioRun folio) => machine.Processes.SelectMany(mm => Of(mm, folio));

    /// <summary>The entries of an address space that map any of a folio.</summary>
    public static IEnumerable<Extent> Of(AddressSpace mm, FolioRun folio)
    {
        foreach (var extent in mm.PageTable.Extents)
        {
            if (!extent.NamesFrames || extent.Frame >= folio.EndFrame || extent.Frame + extent.Pages <= folio.FirstFrame)
                continue;
            var page = extent.Page - extent.Frame;
            yield return extent.Slice(page + folio.FirstFrame, page + folio.EndFrame);
        }
    }
}
