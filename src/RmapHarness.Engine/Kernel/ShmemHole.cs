using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>A hole in a shmem object: its pages leave every page table and the page cache (mm/shmem.c, shmem_fallocate).</summary>
internal static class ShmemHole
{
    /// <summary>Punches a hole from..to, in pages of the object.</summary>
    public static void Punch(Machine machine, ShmemObject shmem, long from, long to)
    {
        foreach (var mm in machine.Processes)
        {
            foreach (var vma in mm.Vmas.Where(vma => vma.Shmem == shmem).ToList())
            {
                var first = Math.Max(vma.Start, vma.Start + (from - vma.Offset));
                var end = Math.Min(vma.End, vma.Start + (to - vma.Offset));
                if (first < end)
                    Zap.Range(machine, mm, vma, first, end, keepMarkers: true);
            }
        }

        foreach (var cached in shmem.Cache.Copy(from, to))
        {
            foreach (var (run, _, _) in machine.Memory.Isolate(cached.Frame, cached.Pages).ToList())
                machine.Memory.Free(run);
        }

        shmem.Cache.Clear(from, to);
    }
}
