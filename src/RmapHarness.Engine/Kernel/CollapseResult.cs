namespace RmapHarness.Engine.Kernel;

/// <summary>How the collapse of one PMD range ended (mm/khugepaged.c, enum scan_result), as far as MADV_COLLAPSE tells its results apart.</summary>
internal enum CollapseResult
{
    /// <summary>A huge PMD maps the range now, or did before.</summary>
    Done,

    /// <summary>It could not be done; the ranges behind it are tried all the same.</summary>
    Failed,

    /// <summary>It could not be done at this moment (EAGAIN); the ranges behind it are tried all the same.</summary>
    Busy,

    /// <summary>It could not be done, and that ends the call.</summary>
    FailedForGood,

    /// <summary>userfaultfd would be asked about its holes and zero pages, and that ends the call (SCAN_EXCEED_NONE_PTE).</summary>
    HasWatchedHoles,
}
