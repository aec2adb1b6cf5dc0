using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>Who maps a folio, and where: the walk of the reverse map (mm/rmap.c, rmap_walk_anon).</summary>
internal static class FolioMappings
{
    /// <summary>The entries that map a folio once its huge PMDs are split.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="folio">The folio.</param>
    /// <param name="mappings">What <see cref="Of(Machine, FolioRun)"/> says of it now.</param>
    public static List<(AddressSpace Mm, Extent Entry)> AsPtes(Machine machine, FolioRun folio, List<(AddressSpace Mm, Extent Entry)> mappings)
    {
        var huge = mappings.FindAll(mapping => mapping.Entry.Level == MappingLevel.Pmd);
        foreach (var (mm, entry) in huge)
            PmdSplit.Under(machine, mm, entry.Page);
        return huge.Count == 0 ? mappings : Of(machine, folio);
    }

    /// <summary>
    /// The entries that map a folio, as they are, each inside one VMA. VMAs come by the offset at which they begin, and among equals as they came into the interval
    /// tree (mm/interval_tree.c, anon_vma_interval_tree_insert).
    /// </summary>
    public static List<(AddressSpace Mm, Extent Entry)> Of(Machine machine, FolioRun folio) =>
    [
        .. machine.Processes
            .SelectMany(mm => Of(mm, folio).SelectMany(entry => InVmas(mm, entry)).Select(part => (Mm: mm, part.Vma, part.Entry)))
            .OrderBy(part => part.Vma.Offset).ThenBy(part => part.Vma.Inserted)
            .Select(part => (part.Mm, part.Entry)),
    ];

    // Alike entries go on from one VMA into the next.
    private static IEnumerable<(Vma Vma, Extent Entry)> InVmas(AddressSpace mm, Extent entry) =>
        mm.Overlapping(entry.Page, entry.End).Select(vma => (vma, entry.Slice(Math.Max(entry.Page, vma.Start), Math.Min(entry.End, vma.End))));

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
