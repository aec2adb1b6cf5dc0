namespace RmapHarness.Verdicts.Diff;

/// <summary>What kind of page table entry a page has.</summary>
public enum PageEntry
{
    /// <summary>None.</summary>
    None,

    /// <summary>One that is not present: of swap, or a marker.</summary>
    Swapped,

    /// <summary>A present one.</summary>
    Present,
}
