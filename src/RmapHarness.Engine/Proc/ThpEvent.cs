namespace RmapHarness.Engine.Proc;

/// <summary>
/// The counters of /proc/vmstat that tell what happened to PMD-sized THPs, named as the kernel prints them
/// (Documentation/admin-guide/mm/transhuge.rst, "Monitoring usage"): how much they have grown since the program began.
/// </summary>
public enum ThpEvent
{
    /// <summary>A fault got a THP.</summary>
    thp_fault_alloc,

    /// <summary>A THP was split, for all who map it.</summary>
    thp_split_page,

    /// <summary>A THP could not be split.</summary>
    thp_split_page_failed,

    /// <summary>A THP was put on the deferred split queue because a part of it is unmapped.</summary>
    thp_deferred_split_page,

    /// <summary>A PMD entry became a page table of PTEs.</summary>
    thp_split_pmd,

    /// <summary>The huge zero folio was allocated; the agent holds it, so it never is.</summary>
    thp_zero_page_alloc,

    /// <summary>khugepaged or MADV_COLLAPSE got a THP.</summary>
    thp_collapse_alloc,

    /// <summary>A THP, or a PMD-sized folio of shmem, was migrated as a whole.</summary>
    thp_migration_success,
}
