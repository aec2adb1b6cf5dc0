using System.Numerics;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// Where private anonymous memory may have large folios (mm/huge_memory.c, __thp_vma_allowable_orders; 6.1: hugepage_vma_check;
/// mm/memory.c, alloc_anon_folio). The agent sets transparent_hugepage/enabled to madvise, and shmem_enabled to never.
/// </summary>
internal static class Thp
{
    /// <summary>Whether faults in the VMA may allocate a large folio at all.</summary>
    public static bool IsEnabled(Machine machine, Vma vma) => machine.ThpSizes.OrdersOf(vma) != 0;

    /// <summary>Whether the PMD range over a page lies in the VMA and may have a PMD-sized THP.</summary>
    public static bool FitsAt(Machine machine, Vma vma, long page) => FitsAt(machine.ThpSizes.OrdersOf(vma), vma, page, machine.Profile.Geometry.PmdOrder);

    /// <summary>
    /// The order of the folio that a write fault at a page without an entry maps by PTEs: the largest that is enabled, and whose naturally
    /// aligned block lies in the VMA and has no entry at all.
    /// </summary>
    public static int OrderAt(Machine machine, AddressSpace mm, Vma vma, long page)
    {
        // Whoever watches faults sees them page by page.
        if (vma.IsWatched)
            return 0;
        var orders = machine.ThpSizes.OrdersOf(vma) & ((1UL << machine.Profile.Geometry.PmdOrder) - 1);
        for (var order = BitOperations.Log2(orders | 1); order > 0; order--)
        {
            if (!FitsAt(orders, vma, page, order))
                continue;
            var (start, pages) = (page >> order << order, 1L << order);
            if (mm.PageTable.NextPresent(start, start + pages) == start + pages)
                return order;
        }

        return 0;
    }

    /// <summary>The page after which the orders that <see cref="OrderAt"/> finds may be others than at a page that takes a small folio.</summary>
    public static long EndOfSmall(Machine machine, Vma vma, long page)
    {
        var orders = machine.ThpSizes.OrdersOf(vma);
        if (orders == 0)
            return long.MaxValue;
        var smallest = BitOperations.TrailingZeroCount(orders);
        return ((page >> smallest) + 1) << smallest;
    }

    /// <summary>THPeligible of smaps: for each size that is enabled, the last block below the VMA's end is asked.</summary>
    public static bool IsEligible(ThpSizes sizes, Vma vma)
    {
        for (var orders = sizes.OrdersOf(vma); orders != 0; orders &= orders - 1)
        {
            var pages = 1L << BitOperations.TrailingZeroCount(orders);
            if (((vma.End - pages) & ~(pages - 1)) >= vma.Start)
                return true;
        }

        return false;
    }

    private static bool FitsAt(ulong orders, Vma vma, long page, int order)
    {
        var start = page >> order << order;
        return (orders >> order & 1) != 0 && start >= vma.Start && start + (1L << order) <= vma.End;
    }
}
