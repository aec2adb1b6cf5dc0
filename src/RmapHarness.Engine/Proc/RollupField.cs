namespace RmapHarness.Engine.Proc;

/// <summary>The fields of /proc/PID/smaps_rollup, kB, as the kernel prints them (fs/proc/task_mmu.c, __show_smap).</summary>
public enum RollupField
{
    /// <summary>Sum of <see cref="SmapsField.Rss"/>.</summary>
    Rss,

    /// <summary>Sum of <see cref="SmapsField.Pss"/>.</summary>
    Pss,

    /// <summary>Sum of <see cref="SmapsField.Pss_Dirty"/>.</summary>
    Pss_Dirty,

    /// <summary>Part of <see cref="Pss"/> in anonymous folios.</summary>
    Pss_Anon,

    /// <summary>Part of <see cref="Pss"/> in page cache.</summary>
    Pss_File,

    /// <summary>Part of <see cref="Pss"/> in shmem.</summary>
    Pss_Shmem,

    /// <summary>Sum of <see cref="SmapsField.Shared_Clean"/>.</summary>
    Shared_Clean,

    /// <summary>Sum of <see cref="SmapsField.Shared_Dirty"/>.</summary>
    Shared_Dirty,

    /// <summary>Sum of <see cref="SmapsField.Private_Clean"/>.</summary>
    Private_Clean,

    /// <summary>Sum of <see cref="SmapsField.Private_Dirty"/>.</summary>
    Private_Dirty,

    /// <summary>Sum of <see cref="SmapsField.Referenced"/>.</summary>
    Referenced,

    /// <summary>Sum of <see cref="SmapsField.Anonymous"/>.</summary>
    Anonymous,

    /// <summary>Sum of <see cref="SmapsField.KSM"/>.</summary>
    KSM,

    /// <summary>Sum of <see cref="SmapsField.LazyFree"/>.</summary>
    LazyFree,

    /// <summary>Sum of <see cref="SmapsField.AnonHugePages"/>.</summary>
    AnonHugePages,

    /// <summary>Sum of <see cref="SmapsField.ShmemPmdMapped"/>.</summary>
    ShmemPmdMapped,

    /// <summary>Sum of <see cref="SmapsField.FilePmdMapped"/>.</summary>
    FilePmdMapped,

    /// <summary>Sum of <see cref="SmapsField.Shared_Hugetlb"/>.</summary>
    Shared_Hugetlb,

    /// <summary>Sum of <see cref="SmapsField.Private_Hugetlb"/>.</summary>
    Private_Hugetlb,

    /// <summary>Sum of <see cref="SmapsField.Swap"/>.</summary>
    Swap,

    /// <summary>Sum of <see cref="SmapsField.SwapPss"/>.</summary>
    SwapPss,

    /// <summary>Sum of <see cref="SmapsField.Locked"/>.</summary>
    Locked,
}
