namespace RmapHarness.Engine.Proc;

/// <summary>Answers about a whole process that follow from its VMAs and pages.</summary>
/// <param name="Pss">Proportional share, kB: smaps_rollup, which adds the shares exactly and cuts once (2026 RFC, functional change 5).</param>
/// <param name="Uss">Private memory, kB (functional change 6).</param>
/// <param name="MapMax">mapmax of /proc/PID/numa_maps: the largest count of any page (functional change 2); 0 if nothing is mapped.</param>
/// <param name="ExclusivePages">Pages with PM_MMAP_EXCLUSIVE (functional change 3).</param>
public sealed record ProcessTotals(long Pss, long Uss, long MapMax, long ExclusivePages)
{
    private const int PssShift = 12;

    /// <summary>The totals of a process.</summary>
    /// <param name="process">A snapshot of the model.</param>
    /// <param name="pageSize">Base page size in bytes.</param>
    public static ProcessTotals Of(ProcSnapshot process, ulong pageSize)
    {
        ArgumentNullException.ThrowIfNull(process);
        var counted = process.Pages.Where(run => run.Frame >= 0 && run.MapCount > 0).ToList();
        var share = counted.Aggregate(0UL, (sum, run) => sum + (run.Pages * ((pageSize << PssShift) / (ulong)run.MapCount)));
        return new ProcessTotals(
            (long)((share >> PssShift) >> 10),
            process.Vmas.Sum(vma => vma.Counters[SmapsField.Private_Clean] + vma.Counters[SmapsField.Private_Dirty]),
            counted.Count == 0 ? 0 : counted.Max(run => run.MapCount),
            counted.Where(run => (run.Pagemap & PagemapBits.MmapExclusive) != 0).Sum(run => (long)run.Pages));
    }
}
