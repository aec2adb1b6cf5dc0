namespace RmapHarness.Scenarios.Reproducing;

/// <summary>Groups of values that a reproducer compares.</summary>
[Flags]
public enum ReproducedGroups
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>PAGEMAP_SCAN.</summary>
    Scan = 1 << 0,

    /// <summary>/proc/PID/numa_maps.</summary>
    NumaMaps = 1 << 1,

    /// <summary>memory.stat of a cgroup that the program makes.</summary>
    Memory = 1 << 2,

    /// <summary>The counters of THPs.</summary>
    Thp = 1 << 3,

    /// <summary>kpagecount against the entries that name a frame.</summary>
    Conservation = 1 << 4,
}
