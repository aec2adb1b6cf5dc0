using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>Removing the entries of hugetlb memory (mm/hugetlb.c, __unmap_hugepage_range).</summary>
internal static class HugetlbZap
{
    /// <summary>Removes all entries of whole huge pages inside one VMA. What nobody maps any more is freed by <see cref="HugetlbPools.FreeUnmapped"/>.</summary>
    public static void Range(Machine machine, AddressSpace mm, Vma vma, long from, long to)
    {
        foreach (var extent in mm.PageTable.Copy(from, to))
        {
            var page = extent.Page;
            foreach (var (folio, _, pages) in machine.Memory.Isolate(extent.Frame, extent.Pages).ToList())
            {
                folio.Dirty |= (extent.Flags & EntryFlags.Dirty) != 0;
                ReverseMap.Unmap(folio, 0, pages, pages, mm.Id);
                if (folio.Kind == FolioKind.HugetlbAnon && !folio.Counters.IsMapped)
                    machine.Hugetlb.Unmapped(folio, HugetlbReservations.TryPromiseAgain(machine, vma, page));
                else if (folio.Kind == FolioKind.HugetlbAnon && HugetlbReservations.PromisesAgain(machine, vma))
                    machine.Hugetlb.Kept(folio);
                page += pages;
            }
        }

        mm.PageTable.Clear(from, to);
    }
}
