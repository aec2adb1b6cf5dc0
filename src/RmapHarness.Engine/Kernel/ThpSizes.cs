using RmapHarness.Engine.Kernel.Operations;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// Which sizes of anonymous THP are allowed where (include/linux/huge_mm.h, thp_vma_allowable_orders): hugepages-*kB/enabled, as orders.
/// At first PMD-sized THPs inherit the global setting, madvise, and the others are off.
/// </summary>
public sealed class ThpSizes
{
    /// <summary>Order of the smallest anonymous THP.</summary>
    internal const int SmallestOrder = 2;

    private readonly int pmdOrder;
    private ulong madvise;
    private ulong always;

    /// <summary>The settings that the agent makes.</summary>
    /// <param name="geometry">Page table shape.</param>
    public ThpSizes(Geometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        pmdOrder = geometry.PmdOrder;
        madvise = 1UL << pmdOrder;
    }

    /// <summary>Sets one size. Returns 0, or ENOENT if the kernel has no such size.</summary>
    public int Set(int order, ThpMode mode)
    {
        if (order < SmallestOrder || order > pmdOrder)
            return Errno.NoEntry;
        var bit = 1UL << order;
        madvise = mode is ThpMode.Inherit or ThpMode.Madvise ? madvise | bit : madvise & ~bit;
        always = mode == ThpMode.Always ? always | bit : always & ~bit;
        return Errno.None;
    }

    /// <summary>The orders that a VMA may have, one bit each.</summary>
    public ulong OrdersOf(Vma vma)
    {
        ArgumentNullException.ThrowIfNull(vma);
        if (!vma.IsAnonymous || (vma.Flags & VmFlags.NoHugePage) != 0)
            return 0;
        return (vma.Flags & VmFlags.HugePage) != 0 ? always | madvise : always;
    }
}
