namespace RmapHarness.Engine.Proc;

/// <summary>
/// The counters of a pool of huge pages, named as in /sys/kernel/mm/hugepages/hugepages-*kB (Documentation/admin-guide/mm/hugetlbpage.rst); /proc/meminfo
/// shows those of one size as HugePages_Total, HugePages_Free, HugePages_Rsvd and HugePages_Surp.
/// </summary>
public enum HugetlbStat
{
    /// <summary>All huge pages of the pool.</summary>
    nr_hugepages,

    /// <summary>Those that are in no use.</summary>
    free_hugepages,

    /// <summary>Those that are promised to mappings and in no use.</summary>
    resv_hugepages,

    /// <summary>Those above what the pool was set to.</summary>
    surplus_hugepages,
}
