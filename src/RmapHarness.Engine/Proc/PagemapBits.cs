namespace RmapHarness.Engine.Proc;

/// <summary>The flag bits of a /proc/PID/pagemap entry (Documentation/admin-guide/mm/pagemap.rst). The PFN is kept apart.</summary>
[Flags]
public enum PagemapBits : ulong
{
    /// <summary>Nothing is mapped.</summary>
    None = 0,

    /// <summary>Bit 55: the PTE is soft-dirty.</summary>
    SoftDirty = 1UL << 55,

    /// <summary>Bit 56: the page is exclusively mapped.</summary>
    MmapExclusive = 1UL << 56,

    /// <summary>Bit 57: the PTE is userfaultfd write-protected.</summary>
    UffdWriteProtected = 1UL << 57,

    /// <summary>Bit 58: the PTE is a guard region.</summary>
    Guard = 1UL << 58,

    /// <summary>Bit 61: file page or shared anonymous page.</summary>
    File = 1UL << 61,

    /// <summary>Bit 62: swapped, or another entry that is not present and not none.</summary>
    Swapped = 1UL << 62,

    /// <summary>Bit 63: present.</summary>
    Present = 1UL << 63,
}
