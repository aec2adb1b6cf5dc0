namespace RmapHarness.Engine.Proc;

/// <summary>
/// What /proc/PID/status says of a process's memory, in kB (Documentation/filesystems/proc.rst, table 1-2; fs/proc/task_mmu.c, task_mem).
/// Of the scenario's own address range: what the process has outside is taken off.
/// </summary>
public enum StatusField
{
    /// <summary>All VMAs.</summary>
    VmSize,

    /// <summary>VMAs that are locked.</summary>
    VmLck,

    /// <summary>Resident anonymous memory.</summary>
    RssAnon,

    /// <summary>Resident page cache.</summary>
    RssFile,

    /// <summary>Resident shmem.</summary>
    RssShmem,

    /// <summary>Private anonymous memory in swap.</summary>
    VmSwap,

    /// <summary>hugetlb memory.</summary>
    HugetlbPages,
}
