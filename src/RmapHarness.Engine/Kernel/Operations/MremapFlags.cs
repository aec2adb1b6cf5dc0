namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>MREMAP_* bits, with Linux's values.</summary>
[Flags]
public enum MremapFlags
{
    /// <summary>No bit: the mapping stays where it is.</summary>
    None = 0,

    /// <summary>MREMAP_MAYMOVE.</summary>
    MayMove = 1,

    /// <summary>MREMAP_FIXED.</summary>
    Fixed = 2,

    /// <summary>MREMAP_DONTUNMAP.</summary>
    DontUnmap = 4,
}
