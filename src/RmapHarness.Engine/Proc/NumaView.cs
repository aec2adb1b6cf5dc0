using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Proc;

/// <summary>The numa_maps entry of one VMA of the model (fs/proc/task_mmu.c: gather_stats, show_numa_map).</summary>
internal sealed class NumaView(KernelProfile profile, Vma vma)
{
    private long pages;
    private long anon;
    private long dirty;
    private long mapMax;
    private long swapCache;

    /// <summary>Counts present pages of the VMA.</summary>
    public void Add(in Extent extent, in FolioSegment segment)
    {
        if (segment.IsZero)
            return;

        // hugetlb is counted in huge pages.
        var count = segment.Pages / vma.HugePages;
        pages += count;
        if ((extent.Flags & EntryFlags.Dirty) != 0 || segment.Run.Dirty)
            dirty += count;
        if (segment.Run.Kind is FolioKind.Anon or FolioKind.HugetlbAnon)
            anon += count;
        if (segment.Run.Slot is not null)
            swapCache += count;
        mapMax = Math.Max(mapMax, segment.Count);
    }

    /// <summary>The entry.</summary>
    public FieldValues<NumaField> Finish()
    {
        var values = new FieldValues<NumaField>();
        if (pages == 0)
            return values;
        Print(values, NumaField.anon, anon, 1);
        Print(values, NumaField.dirty, dirty, 1);
        if (pages != anon && pages != dirty)
            values[NumaField.mapped] = pages;
        Print(values, NumaField.mapmax, mapMax, 2);
        Print(values, NumaField.swapcache, swapCache, 1);
        values[NumaField.N] = pages;
        values[NumaField.kernelpagesize_kB] = (long)(profile.Geometry.PageSize >> 10) * vma.HugePages;
        return values;
    }

    private static void Print(FieldValues<NumaField> values, NumaField field, long value, long least)
    {
        if (value >= least)
            values[field] = value;
    }
}
