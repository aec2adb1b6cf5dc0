using RmapHarness.Engine.Kernel;

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
        var shmem = machine.ShmemFiles.Sum(file => file.Cache.Extents.Sum(extent => extent.Pages));
        var page = (long)machine.Profile.Geometry.PageSize;
        return new FieldValues<MemcgField>
        {
            [MemcgField.anon] = mapped.AnonPages * page,
            [MemcgField.file] = shmem * page,
            [MemcgField.shmem] = shmem * page,
            [MemcgField.file_mapped] = mapped.Mapped * page,
            [MemcgField.anon_thp] = mapped.AnonHugePages * page,
            [MemcgField.file_thp] = 0,
            [MemcgField.shmem_thp] = HugePages(machine) * page,
        };
    }

    // A folio counts whole, also where the file ends inside it.
    private static long HugePages(Machine machine)
    {
        var pages = 0L;
        foreach (var extent in machine.ShmemFiles.SelectMany(file => file.Cache.Extents))
        {
            for (var frame = extent.Frame; frame < extent.Frame + extent.Pages;)
            {
                var run = machine.Memory.Find(frame);
                if (run.Order == machine.Profile.Geometry.PmdOrder)
                    pages += run.EndFrame - frame;
                frame = run.EndFrame;
            }
        }

        return pages;
    }
}
