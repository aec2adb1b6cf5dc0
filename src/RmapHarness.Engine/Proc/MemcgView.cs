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

    // A file lives as long as a VMA maps it or a process has it open.
    private static long Cached(Machine machine) => machine.Processes
        .SelectMany(mm => mm.Vmas.Select(vma => vma.File).Concat(mm.Descriptors.Values))
        .OfType<FileObject>()
        .Distinct()
        .Sum(file => file.Cache.Extents.Sum(extent => extent.Pages));
}
