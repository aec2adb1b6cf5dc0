namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>FALLOC_FL_* bits, with Linux's values.</summary>
[Flags]
public enum FallocateMode
{
    /// <summary>No bit: allocates, and the file grows as needed.</summary>
    None = 0,

    /// <summary>FALLOC_FL_KEEP_SIZE.</summary>
    KeepSize = 1,

    /// <summary>FALLOC_FL_PUNCH_HOLE; only together with <see cref="KeepSize"/>.</summary>
    PunchHole = 2,
}
