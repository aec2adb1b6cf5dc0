namespace RmapHarness.Engine.Proc;

/// <summary>The categories of a page that the ioctl PAGEMAP_SCAN of /proc/PID/pagemap tells (Documentation/admin-guide/mm/pagemap.rst).</summary>
[Flags]
public enum ScanCategories : ulong
{
    /// <summary>No category.</summary>
    None = 0,

    /// <summary>Bit 0: userfaultfd may write-protect it asynchronously.</summary>
    WriteProtectAllowed = 1UL << 0,

    /// <summary>Bit 1: written since userfaultfd write-protected it.</summary>
    Written = 1UL << 1,

    /// <summary>Bit 2: file page or shared anonymous page.</summary>
    File = 1UL << 2,

    /// <summary>Bit 3: present.</summary>
    Present = 1UL << 3,

    /// <summary>Bit 4: swapped, or another entry that is not present and not none.</summary>
    Swapped = 1UL << 4,

    /// <summary>Bit 5: the zero page or the huge zero folio.</summary>
    PfnZero = 1UL << 5,

    /// <summary>Bit 6: a PMD entry maps it, or hugetlb.</summary>
    Huge = 1UL << 6,

    /// <summary>Bit 7: soft-dirty.</summary>
    SoftDirty = 1UL << 7,

    /// <summary>Bit 8: a guard region.</summary>
    Guard = 1UL << 8,

    /// <summary>Bit 9: accessed since userfaultfd protected it.</summary>
    Accessed = 1UL << 9,
}
