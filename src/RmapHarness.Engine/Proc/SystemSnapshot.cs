using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Proc;

/// <summary>
/// What the mappings of all folios add to the system's, the node's and the memcg's statistics, in pages (meminfo AnonPages, Mapped and
/// AnonHugePages; memory.stat anon, file_mapped and anon_thp; 2026 RFC, functional change 1).
/// </summary>
/// <param name="AnonPages">Anonymous memory that is mapped.</param>
/// <param name="Mapped">Shmem that is mapped.</param>
/// <param name="AnonHugePages">Anonymous folios that a PMD or PUD entry maps.</param>
public sealed record SystemSnapshot(long AnonPages, long Mapped, long AnonHugePages)
{
    /// <summary>The statistics of all folios of a machine.</summary>
    internal static SystemSnapshot Of(IEnumerable<FolioRun> runs)
    {
        var (anon, mapped, huge) = (0L, 0L, 0L);
        foreach (var run in runs)
        {
            var pages = run.Counters.StatisticsPages * run.Count;
            if (run.Kind == FolioKind.Anon)
            {
                anon += pages;
                huge += run.Counters.HasEntireMapping ? run.FolioPages * run.Count : 0;
            }
            else if (run.Kind == FolioKind.Shmem)
            {
                mapped += pages;
            }
        }

        return new SystemSnapshot(anon, mapped, huge);
    }
}
