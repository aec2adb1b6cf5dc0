namespace RmapHarness.Engine.Proc;

/// <summary>
/// The numeric fields of one entry of /proc/PID/smaps, named and ordered as the kernel prints them
/// (fs/proc/task_mmu.c, show_smap and __show_smap). All are kB except <see cref="THPeligible"/> (0 or 1)
/// and <see cref="ProtectionKey"/> (a number).
/// </summary>
public enum SmapsField
{
    /// <summary>Size of the VMA.</summary>
    Size,

    /// <summary>Page size that backs the VMA (hugetlb: the huge page).</summary>
    KernelPageSize,

    /// <summary>Page size that the MMU uses for the VMA; THP does not change it.</summary>
    MMUPageSize,

    /// <summary>Resident pages.</summary>
    Rss,

    /// <summary>Proportional share of the resident pages.</summary>
    Pss,

    /// <summary>The dirty part of <see cref="Pss"/>.</summary>
    Pss_Dirty,

    /// <summary>Clean resident pages that are shared.</summary>
    Shared_Clean,

    /// <summary>Dirty resident pages that are shared.</summary>
    Shared_Dirty,

    /// <summary>Clean resident pages that are private.</summary>
    Private_Clean,

    /// <summary>Dirty resident pages that are private.</summary>
    Private_Dirty,

    /// <summary>Resident pages marked accessed.</summary>
    Referenced,

    /// <summary>Resident pages of anonymous folios.</summary>
    Anonymous,

    /// <summary>Resident pages of KSM folios (since 6.7).</summary>
    KSM,

    /// <summary>Resident pages marked by MADV_FREE.</summary>
    LazyFree,

    /// <summary>Anonymous memory mapped by PMD entries.</summary>
    AnonHugePages,

    /// <summary>Shmem mapped by PMD entries.</summary>
    ShmemPmdMapped,

    /// <summary>Page cache mapped by PMD entries.</summary>
    FilePmdMapped,

    /// <summary>hugetlb memory that is shared.</summary>
    Shared_Hugetlb,

    /// <summary>hugetlb memory that is private.</summary>
    Private_Hugetlb,

    /// <summary>Memory in swap.</summary>
    Swap,

    /// <summary>Proportional share of the memory in swap.</summary>
    SwapPss,

    /// <summary><see cref="Pss"/> of a locked VMA.</summary>
    Locked,

    /// <summary>1 if the VMA may get a THP.</summary>
    THPeligible,

    /// <summary>Protection key; printed only if the CPU has them enabled.</summary>
    ProtectionKey,
}
