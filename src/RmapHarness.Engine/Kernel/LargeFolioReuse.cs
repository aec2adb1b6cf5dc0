namespace RmapHarness.Engine.Kernel;

/// <summary>When a write fault may keep a page of a PTE-mapped large anonymous folio instead of copying it.</summary>
public enum LargeFolioReuse
{
    /// <summary>When this entry is the last mapping of the whole folio.</summary>
    LastMapping,

    /// <summary>Never.</summary>
    Never,

    /// <summary>When the sharing tracker says exclusive, and this is not the last mapping.</summary>
    WhenExclusive,
}
