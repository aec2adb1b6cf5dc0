using System.Numerics;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// Which folios fill the holes of shmem (mm/shmem.c, shmem_allowable_huge_orders and shmem_suitable_orders; 6.1: shmem_is_huge). The agent sets
/// shmem_enabled to never, so that only a tmpfs that was mounted with huge= has large ones.
/// </summary>
internal static class ShmemOrders
{
    private const int LargestInPageCache = 11;

    /// <summary>The order of the folio that comes for a hole.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="file">The file.</param>
    /// <param name="vma">The mapping that faults; null: a system call asks.</param>
    /// <param name="index">The missing page in the file.</param>
    /// <param name="writeEnd">Where a system call's write ends, in bytes of the file; 0 for a fault.</param>
    public static int At(Machine machine, FileObject file, Vma? vma, long index, long writeEnd)
    {
        var profile = machine.Profile;
        var orders = Allowed(profile, file, vma, index, writeEnd);
        if (vma is not null && profile.ShmemAsksVma)
        {
            while (orders != 0 && !Fits(vma, vma.Start + (index - vma.Offset), Highest(orders)))
                orders &= ~(1UL << Highest(orders));
        }

        for (; orders != 0; orders &= ~(1UL << Highest(orders)))
        {
            var (start, pages) = (index >> Highest(orders) << Highest(orders), 1L << Highest(orders));
            if (file.Cache.NextPresent(start, start + pages) == start + pages)
                return Highest(orders);
        }

        return 0;
    }

    /// <summary>The orders that a hole may have as far as settings go, one bit each; 0: small folios only.</summary>
    public static ulong Allowed(KernelProfile profile, FileObject file, Vma? vma, long index, long writeEnd)
    {
        if (file.Huge == TmpfsHuge.Never || (vma is not null && (vma.Flags & VmFlags.NoHugePage) != 0))
            return 0;
        var all = vma is null ? OfSystemCall(profile, index, writeEnd) : OfFault(profile);
        var advised = vma is not null && (vma.Flags & VmFlags.HugePage) != 0;
        return file.Huge switch
        {
            TmpfsHuge.Always => all,
            TmpfsHuge.WithinSize when WithinSize(profile, file, all, index, writeEnd) is var within and not 0 => within,
            _ => advised ? all : 0,
        };
    }

    /// <summary>Whether holes behind one that gets a small folio may get large ones.</summary>
    public static bool MayDifferBehind(KernelProfile profile, FileObject file, Vma? vma, long index, long writeEnd) =>
        Allowed(profile, file, vma, index, writeEnd) != 0 || (vma is null && file.Huge != TmpfsHuge.Never && profile.TmpfsWritesSizeFolios);

    /// <summary>THPeligible of smaps.</summary>
    public static bool IsEligible(KernelProfile profile, Vma vma)
    {
        var fitting = profile.ShmemAsksVma ? CacheOrders(profile.Geometry) : 1UL << profile.Geometry.PmdOrder;
        while (fitting != 0 && !Fits(vma, vma.End - (1L << Highest(fitting)), Highest(fitting)))
            fitting &= ~(1UL << Highest(fitting));
        var allowed = Allowed(profile, vma.File!, vma, vma.Offset, 0);
        return fitting != 0 && (profile.EligibleShmemFits ? allowed & fitting : allowed) != 0;
    }

    /// <summary>Whether the page cache can hold folios of PMD size.</summary>
    public static bool HasPmd(Geometry geometry) => OnlyPmd(geometry) != 0;

    /// <summary>Whether the naturally aligned block over a page lies in the VMA, and is aligned in the file too (thp_vma_suitable_order).</summary>
    public static bool Fits(Vma vma, long page, int order)
    {
        var (start, pages) = (page >> order << order, 1L << order);
        return ((vma.Start - vma.Offset) & (pages - 1)) == 0 && start >= vma.Start && start + pages <= vma.End;
    }

    private static int Highest(ulong orders) => BitOperations.Log2(orders);

    private static ulong CacheOrders(Geometry geometry) => (2UL << Math.Min(LargestInPageCache, geometry.PmdOrder)) - 2;

    private static ulong OfFault(KernelProfile profile) =>
        profile.TmpfsFaultsHaveAllOrders ? CacheOrders(profile.Geometry) : OnlyPmd(profile.Geometry);

    private static ulong OnlyPmd(Geometry geometry) => CacheOrders(geometry) & (1UL << geometry.PmdOrder);

    private static ulong OfSystemCall(KernelProfile profile, long index, long writeEnd)
    {
        if (!profile.TmpfsWritesHaveAllOrders)
            return OnlyPmd(profile.Geometry);
        if (!profile.TmpfsWritesSizeFolios)
            return CacheOrders(profile.Geometry);

        // What is left to write, cut to what the place is aligned to.
        var order = BitOperations.Log2((ulong)Math.Max(1, (writeEnd >> profile.Geometry.PageShift) - index));
        if ((index & ((1L << order) - 1)) != 0)
            order = BitOperations.TrailingZeroCount(index);
        return CacheOrders(profile.Geometry) & ((2UL << order) - 1);
    }

    private static ulong WithinSize(KernelProfile profile, FileObject file, ulong orders, long index, long writeEnd)
    {
        var end = profile.ShmemAsksVma ? Math.Max((writeEnd + (long)profile.Geometry.PageSize - 1) >> profile.Geometry.PageShift, file.Pages) : file.Pages;
        while (orders != 0 && ((index >> Highest(orders)) + 1) << Highest(orders) > end)
            orders &= ~(1UL << Highest(orders));
        return orders;
    }
}
