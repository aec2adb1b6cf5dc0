namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>MADV_* values of madvise, with Linux's values.</summary>
public enum Advice
{
    /// <summary>MADV_NORMAL.</summary>
    Normal = 0,

    /// <summary>MADV_DONTNEED.</summary>
    DontNeed = 4,

    /// <summary>MADV_HUGEPAGE.</summary>
    HugePage = 14,

    /// <summary>MADV_NOHUGEPAGE.</summary>
    NoHugePage = 15,
}
