namespace RmapHarness.Engine.Memory;

/// <summary>Where a tmpfs has large folios: its mount option huge=, with the protocol's values.</summary>
public enum TmpfsHuge
{
    /// <summary>never.</summary>
    Never = 0,

    /// <summary>always.</summary>
    Always = 1,

    /// <summary>within_size: where the file reaches to the folio's end, and as advise elsewhere.</summary>
    WithinSize = 2,

    /// <summary>advise: where MADV_HUGEPAGE asks for them.</summary>
    Advise = 3,
}
