namespace RmapHarness.Engine.Proc;

/// <summary>
/// What memory.stat says of the scenario's cgroup, in bytes, named as the kernel prints it (Documentation/admin-guide/cgroup-v2.rst): all
/// that the scenario maps is charged there. What the processes have outside the scenario's addresses is taken off.
/// </summary>
public enum MemcgField
{
    /// <summary>Anonymous memory that is mapped, as AnonPages counts it.</summary>
    anon,

    /// <summary>Page cache, shmem included.</summary>
    file,

    /// <summary>Page cache of shmem.</summary>
    shmem,

    /// <summary>Page cache that is mapped, shmem included, as Mapped counts it.</summary>
    file_mapped,

    /// <summary>Anonymous folios that PMD entries map.</summary>
    anon_thp,

    /// <summary>PMD-sized folios of the page cache of files.</summary>
    file_thp,

    /// <summary>PMD-sized folios of shmem.</summary>
    shmem_thp,
}
