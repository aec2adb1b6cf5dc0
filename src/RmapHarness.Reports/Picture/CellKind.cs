namespace RmapHarness.Reports.Picture;

/// <summary>What the entries of a run of pages hold.</summary>
public enum CellKind
{
    /// <summary>No VMA is there.</summary>
    Unmapped,

    /// <summary>A VMA without an entry.</summary>
    None,

    /// <summary>A page of a folio.</summary>
    Present,

    /// <summary>The shared zero page or the huge zero folio.</summary>
    Zero,

    /// <summary>Swapped out, or another entry that is not present.</summary>
    Swapped,

    /// <summary>Whatever it is, there is no room for it in the picture.</summary>
    LeftOut,
}
