namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>MAP_* bits of mmap, with Linux's values.</summary>
[Flags]
public enum MapFlags
{
    /// <summary>No bit.</summary>
    None = 0,

    /// <summary>MAP_SHARED.</summary>
    Shared = 0x01,

    /// <summary>MAP_PRIVATE.</summary>
    Private = 0x02,

    /// <summary>MAP_FIXED.</summary>
    Fixed = 0x10,

    /// <summary>MAP_ANONYMOUS.</summary>
    Anonymous = 0x20,

    /// <summary>MAP_LOCKED.</summary>
    Locked = 0x2000,

    /// <summary>MAP_NORESERVE.</summary>
    NoReserve = 0x4000,

    /// <summary>MAP_POPULATE.</summary>
    Populate = 0x8000,

    /// <summary>MAP_HUGETLB.</summary>
    HugeTlb = 0x40000,

    /// <summary>MAP_FIXED_NOREPLACE.</summary>
    FixedNoReplace = 0x100000,
}
