using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Proc;

/// <summary>The numa_maps entry of one VMA of the model (fs/proc/task_mmu.c: gather_stats, show_numa_map).</summary>
internal sealed class NumaView(KernelProfile profile)
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
        pages += segment.Pages;
        if ((extent.Flags & EntryFlags.Dirty) != 0 || segment.Run.Dirty)
            dirty += segment.Pages;
        if (segment.Run.Kind == FolioKind.Anon)
            anon += segment.Pages;
        if (segment.Run.Slot is not null)
            swapCache += segment.Pages;
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
        values[NumaField.kernelpagesize_kB] = (long)(profile.Geometry.PageSize >> 10);
        return values;
    }

    private static void Print(FieldValues<NumaField> values, NumaField field, long value, long least)
    {
        if (value >= least)
            values[field] = value;
    }
}
