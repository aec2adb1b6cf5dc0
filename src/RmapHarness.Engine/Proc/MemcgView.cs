using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Proc;

/// <summary>memory.stat of the scenario's cgroup in the model.</summary>
internal static class MemcgView
{
    /// <summary>The statistics of a machine; null if no process lives, when the cgroup says nothing of the scenario.</summary>
    public static FieldValues<MemcgField>? Of(Machine machine)
    {
        if (!machine.Processes.Any())
            return null;
        var mapped = SystemSnapshot.Of(machine.Memory.Runs);
        var shmem = Cached(machine);
        var page = (long)machine.Profile.Geometry.PageSize;
        return new FieldValues<MemcgField>
        {
            [MemcgField.anon] = mapped.AnonPages * page,
            [MemcgField.file] = shmem * page,
            [MemcgField.shmem] = shmem * page,
            [MemcgField.file_mapped] = mapped.Mapped * page,
            [MemcgField.anon_thp] = mapped.AnonHugePages * page,
            [MemcgField.file_thp] = 0,
            [MemcgField.shmem_thp] = 0,
        };
    }

    // An object lives as long as a VMA maps it.
    private static long Cached(Machine machine) => machine.Processes
        .SelectMany(mm => mm.Vmas)
        .Select(vma => vma.Shmem)
        .OfType<ShmemObject>()
        .Distinct()
        .Sum(shmem => shmem.Cache.Extents.Sum(extent => extent.Pages));
}
