namespace RmapHarness.Engine.Rmap.Sharing.RmapId;

/// <summary>What a folio's mapcount and rmap values say when a given mm asks (2023 patch, section 3, "Tracking Overview").</summary>
public enum RmapDecision
{
    /// <summary>Nobody maps the folio.</summary>
    Unmapped,

    /// <summary>The mm that asks has all the mappings. Certain.</summary>
    MappedExclusively,

    /// <summary>Others have mappings too; certain up to P mappings. Above that it is said of every folio.</summary>
    MappedShared,
}
