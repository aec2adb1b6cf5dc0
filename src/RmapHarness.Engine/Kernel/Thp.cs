using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// Which private anonymous memory may have a PMD-sized THP (mm/huge_memory.c, __thp_vma_allowable_orders; 6.1: hugepage_vma_check).
/// The agent sets transparent_hugepage/enabled to madvise, the smaller sizes to never, and shmem_enabled to never.
/// </summary>
internal static class Thp
{
    /// <summary>Whether faults in the VMA may allocate a THP at all.</summary>
    public static bool IsEnabled(Vma vma) =>
        vma.IsAnonymous && (vma.Flags & (VmFlags.HugePage | VmFlags.NoHugePage)) == VmFlags.HugePage;

    /// <summary>Whether the PMD range over a page lies in the VMA and may have a THP.</summary>
    public static bool FitsAt(Machine machine, Vma vma, long page)
    {
        var start = machine.PmdStart(page);
        return IsEnabled(vma) && start >= vma.Start && start + machine.PmdPages <= vma.End;
    }

    /// <summary>THPeligible of smaps: the last PMD range below the VMA's end is asked.</summary>
    public static bool IsEligible(Geometry geometry, Vma vma)
    {
        var start = (vma.End - geometry.PmdPages) & ~(geometry.PmdPages - 1);
        return IsEnabled(vma) && start >= vma.Start;
    }
}
