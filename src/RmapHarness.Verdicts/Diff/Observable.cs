namespace RmapHarness.Verdicts.Diff;

/// <summary>What a compared value was read from, or follows from.</summary>
public enum Observable
{
    /// <summary>How an operation ended: its errno or signal.</summary>
    Step,

    /// <summary>Which processes are alive, and whether an observation was made at all.</summary>
    Process,

    /// <summary>Bounds and permissions of the VMAs.</summary>
    Vma,

    /// <summary>A numeric field of /proc/PID/smaps.</summary>
    Smaps,

    /// <summary>A field of /proc/PID/numa_maps.</summary>
    NumaMaps,

    /// <summary>A code of the VmFlags line of /proc/PID/smaps.</summary>
    Vmflags,

    /// <summary>A flag bit of /proc/PID/pagemap.</summary>
    Pagemap,

    /// <summary>A category that PAGEMAP_SCAN, an ioctl of /proc/PID/pagemap, tells of a page.</summary>
    Scan,

    /// <summary>Which frame a page names: the correspondence of model frames and PFNs, and the layout of large folios.</summary>
    Frame,

    /// <summary>/proc/kpagecount.</summary>
    Kpagecount,

    /// <summary>A bit of /proc/kpageflags.</summary>
    Kpageflags,

    /// <summary>The sum of the entries that name a frame against its kpagecount; needs no model.</summary>
    Conservation,

    /// <summary>What stores left in a page, as the process reads it: at an observation, or at the end of the program.</summary>
    Content,

    /// <summary>A count of /proc/PID/status.</summary>
    Status,

    /// <summary>/proc/PID/smaps_rollup against the sum of /proc/PID/smaps; needs no model.</summary>
    Rollup,

    /// <summary>A statistic of memory.stat of the scenario's cgroup.</summary>
    Memcg,

    /// <summary>A counter of THPs: of /proc/vmstat, or of one size.</summary>
    Thp,

    /// <summary>A counter of a pool of huge pages.</summary>
    Hugetlb,

    /// <summary>A claim that the author of the scenario made.</summary>
    Claim,
}
