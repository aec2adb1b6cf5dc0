namespace RmapHarness.Engine.Rmap.Sharing;

/// <summary>How a kernel tells a large folio that one mm maps from one that several map.</summary>
public enum SharingTracker
{
    /// <summary>The oracle: the true set of owners. No kernel has it.</summary>
    Exact,

    /// <summary>The heuristic before 6.15, which looks at the folio's first page.</summary>
    Estimate,

    /// <summary>Two owner slots and a sticky bit (CONFIG_MM_ID, since 6.15).</summary>
    MmId,

    /// <summary>Sums of sub-IDs of the owners' rmap IDs (the 2023 patch "mm/rmap_id"). No kernel has it.</summary>
    RmapId,
}
