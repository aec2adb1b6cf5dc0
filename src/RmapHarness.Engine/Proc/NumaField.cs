namespace RmapHarness.Engine.Proc;

/// <summary>
/// The fields of an entry of /proc/PID/numa_maps, in base pages and named as the kernel prints them (Documentation/filesystems/proc.rst,
/// table 1-1; fs/proc/task_mmu.c, show_numa_map). A field that says nothing is not printed.
/// </summary>
public enum NumaField
{
    /// <summary>Pages of anonymous folios.</summary>
    anon,

    /// <summary>Pages that the entry or the folio says are dirty.</summary>
    dirty,

    /// <summary>All pages; printed if neither anon nor dirty says the same.</summary>
    mapped,

    /// <summary>The largest count of any page, if it is above 1.</summary>
    mapmax,

    /// <summary>Pages in the swap cache.</summary>
    swapcache,

    /// <summary>Pages that are being written.</summary>
    writeback,

    /// <summary>Pages on all nodes: the sum of N0, N1, ….</summary>
    N,

    /// <summary>Size of the VMA's pages, kB.</summary>
    kernelpagesize_kB,
}
