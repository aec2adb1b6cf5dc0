namespace RmapHarness.Engine.Coverage;

/// <summary>How large a folio is, beside what page table entries can map.</summary>
public enum FolioSizeClass
{
    /// <summary>One page.</summary>
    Small,

    /// <summary>Several pages, fewer than a PMD entry maps: an mTHP.</summary>
    Large,

    /// <summary>As many as a PMD entry maps, or more.</summary>
    Huge,
}
