namespace RmapHarness.Engine.Coverage;

/// <summary>How a folio is mapped.</summary>
public enum FolioMappingState
{
    /// <summary>By nobody.</summary>
    Unmapped,

    /// <summary>By PTEs.</summary>
    Ptes,

    /// <summary>By PTEs, and a part of it certainly by none.</summary>
    PtesOfAPart,

    /// <summary>By one entry that covers all of it.</summary>
    Entire,

    /// <summary>By few entries, one of which at least covers all of it.</summary>
    SeveralEntire,

    /// <summary>By an entry that covers all of it and by many PTEs.</summary>
    EntireAndPtes,
}
