using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// What fork does of pages that a process has pinned and maps alone: the child gets copies at once, so that the pinned ones stay the parent's (mm/memory.c,
/// copy_present_page; mm/huge_memory.c, copy_huge_pmd).
/// </summary>
internal static class PinnedCopy
{
    /// <summary>The entries of a VMA, cut so that each is of pinned pages or of others. Huge PMDs of pinned folios are split first.</summary>
    public static List<Extent> Separate(Machine machine, AddressSpace mm, Vma vma)
    {
        foreach (var extent in mm.PageTable.Copy(vma.Start, vma.End).Where(extent => extent.Level == MappingLevel.Pmd))
        {
            for (var page = extent.Page; page < extent.End; page += machine.PmdPages)
            {
                if (IsPinned(machine, extent.Slice(page, page + machine.PmdPages)))
                    PmdSplit.Under(machine, mm, page);
            }
        }

        return [.. mm.PageTable.Copy(vma.Start, vma.End).SelectMany(extent => Cut(machine, extent))];
    }

    /// <summary>Whether an entry, of one run of folios, is of pinned pages that nobody else maps.</summary>
    public static bool IsPinned(Machine machine, in Extent entry) =>
        (entry.Flags & EntryFlags.AnonExclusive) != 0 && entry.NamesFrames && machine.Memory.Find(entry.Frame).Pins > 0;

    /// <summary>Copies pages for a child. Returns its entries.</summary>
    public static Extent Make(Machine machine, AddressSpace child, Vma vma, in Extent entry)
    {
        var run = machine.Memory.Allocate(FolioKind.Anon, 0, entry.Pages);
        ReverseMap.Map(run, 0, entry.Pages, 1, child.Id);
        machine.Memory.Contents.Copy(entry.Frame, run.FirstFrame, entry.Pages);
        var writable = (vma.Flags & VmFlags.Write) != 0 ? EntryFlags.Writable : EntryFlags.None;
        return new Extent(entry.Page, entry.Pages, run.FirstFrame, MappingLevel.Pte, EntryFlags.Dirty | EntryFlags.AnonExclusive | writable);
    }

    private static List<Extent> Cut(Machine machine, Extent extent)
    {
        if ((extent.Flags & EntryFlags.AnonExclusive) == 0 || !extent.NamesFrames)
            return [extent];
        var parts = new List<Extent>();
        var page = extent.Page;
        foreach (var (_, _, pages) in machine.Memory.Isolate(extent.Frame, extent.Pages))
        {
            parts.Add(extent.Slice(page, page + pages));
            page += pages;
        }

        return parts;
    }
}
