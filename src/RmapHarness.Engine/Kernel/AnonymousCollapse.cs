using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// Collapse of private anonymous memory: its pages are copied to a new THP, whoever else maps them (mm/khugepaged.c, collapse_scan_pmd and
/// collapse_huge_page; up to 7.2 hpage_collapse_scan_pmd).
/// </summary>
internal static class AnonymousCollapse
{
    /// <summary>Collapses one PMD range, which lies in the VMA.</summary>
    public static CollapseResult Block(Machine machine, AddressSpace mm, Vma vma, long start)
    {
        var end = start + machine.PmdPages;
        if (mm.PageTable.IsPmdNone(start))
            return Collapse.OfNone(machine, mm, start);
        if (mm.PageTable.TryFind(start, out var first) && first.Level == MappingLevel.Pmd)
            return CollapseResult.Done;
        var (refused, reached) = OfWatched(mm, vma, start, end);
        if (Collapse.IsHeld(machine, mm.PageTable.Copy(start, reached)))
            return CollapseResult.Busy;
        if (refused is { } result)
            return result;
        if (!machine.Profile.CollapsesReadOnly && !mm.PageTable.Copy(start, end).Exists(extent => (extent.Flags & EntryFlags.Writable) != 0))
            return CollapseResult.Failed;
        machine.Thps.CollapseAllocated();
        if (!BringBack(machine, mm, vma, start, end))
            return CollapseResult.FailedForGood;

        var folio = machine.Memory.Allocate(FolioKind.Anon, machine.Profile.Geometry.PmdOrder, 1);
        foreach (var extent in mm.PageTable.Copy(start, end).Where(extent => extent.NamesFrames))
            machine.Memory.Contents.Copy(extent.Frame, folio.FirstFrame + (extent.Page - start), extent.Pages);
        Collapse.Unmap(machine, mm, vma, start, end);
        ReverseMap.Map(folio, 0, machine.PmdPages, machine.PmdPages, mm.Id);
        if (vma.IsLocked)
            folio.Mlock();
        var writable = (vma.Flags & VmFlags.Write) != 0 ? EntryFlags.Writable : EntryFlags.None;
        mm.PageTable.Set(new Extent(start, machine.PmdPages, folio.FirstFrame, MappingLevel.Pmd, EntryFlags.Dirty | EntryFlags.AnonExclusive | writable));
        return CollapseResult.Done;
    }

    // The first entry that userfaultfd has to do with says how it ends, in swap and where there is only a marker, too; what is behind it is not reached.
    private static (CollapseResult? Refused, long Reached) OfWatched(AddressSpace mm, Vma vma, long start, long end)
    {
        var at = start;
        foreach (var extent in mm.PageTable.Copy(start, end))
        {
            if (vma.IsWatched && (extent.Page > at || (extent.Flags & EntryFlags.ZeroPage) != 0))
                return (CollapseResult.HasWatchedHoles, at);
            if ((extent.Flags & EntryFlags.UffdWp) != 0)
                return (CollapseResult.Failed, at);
            at = extent.End;
        }

        return vma.IsWatched && at < end ? (CollapseResult.HasWatchedHoles, at) : (null, end);
    }

    // A marker cannot be brought back, and what is before it is back by then (__collapse_huge_page_swapin).
    private static bool BringBack(Machine machine, AddressSpace mm, Vma vma, long start, long end)
    {
        for (var page = mm.PageTable.NextPresent(start, end); page < end; page = mm.PageTable.NextPresent(page, end))
        {
            mm.PageTable.TryFind(page, out var entry);
            if ((entry.Flags & EntryFlags.Guard) != 0)
                return false;
            page += entry.IsSwapped ? SwapIn.OnSwapped(machine, mm, vma, entry.Slice(page, end), write: false) : entry.Pages;
        }

        return true;
    }
}
