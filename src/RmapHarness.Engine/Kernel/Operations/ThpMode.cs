namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>What hugepages-*kB/enabled says, with the protocol's values.</summary>
public enum ThpMode
{
    /// <summary>never.</summary>
    Never = 0,

    /// <summary>inherit: as transparent_hugepage/enabled says, which the agent sets to madvise.</summary>
    Inherit = 1,

    /// <summary>madvise: in VMAs with MADV_HUGEPAGE.</summary>
    Madvise = 2,

    /// <summary>always: unless MADV_NOHUGEPAGE forbids it.</summary>
    Always = 3,
}
