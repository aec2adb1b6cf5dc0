namespace RmapHarness.Scenarios.Claims;

/// <summary>What a claim is about.</summary>
public enum ClaimObservable
{
    /// <summary>/proc/kpagecount of the frames that the pages name; 0 where nothing is present.</summary>
    KpageCount,

    /// <summary>Pagemap bit 63: 0 or 1.</summary>
    Present,

    /// <summary>Pagemap bit 56: 0 or 1.</summary>
    Exclusive,

    /// <summary>Pagemap bit 61: 0 or 1.</summary>
    File,

    /// <summary>Pagemap bit 62: 0 or 1.</summary>
    Swapped,

    /// <summary>A field of the VMA's smaps entry, in its own unit (kB for all but THPeligible and ProtectionKey).</summary>
    Smaps,
}
