namespace RmapHarness.Engine.Kernel.Operations;

/// <summary>MADV_* values of madvise, with Linux's values.</summary>
public enum Advice
{
    /// <summary>MADV_NORMAL.</summary>
    Normal = 0,

    /// <summary>MADV_RANDOM.</summary>
    Random = 1,

    /// <summary>MADV_SEQUENTIAL.</summary>
    Sequential = 2,

    /// <summary>MADV_DONTNEED.</summary>
    DontNeed = 4,

    /// <summary>MADV_FREE.</summary>
    Free = 8,

    /// <summary>MADV_REMOVE.</summary>
    Remove = 9,

    /// <summary>MADV_DONTFORK.</summary>
    DontFork = 10,

    /// <summary>MADV_DOFORK.</summary>
    DoFork = 11,

    /// <summary>MADV_MERGEABLE.</summary>
    Mergeable = 12,

    /// <summary>MADV_UNMERGEABLE.</summary>
    Unmergeable = 13,

    /// <summary>MADV_HUGEPAGE.</summary>
    HugePage = 14,

    /// <summary>MADV_NOHUGEPAGE.</summary>
    NoHugePage = 15,

    /// <summary>MADV_DONTDUMP.</summary>
    DontDump = 16,

    /// <summary>MADV_DODUMP.</summary>
    DoDump = 17,

    /// <summary>MADV_WIPEONFORK.</summary>
    WipeOnFork = 18,

    /// <summary>MADV_KEEPONFORK.</summary>
    KeepOnFork = 19,

    /// <summary>MADV_COLD.</summary>
    Cold = 20,

    /// <summary>MADV_PAGEOUT.</summary>
    PageOut = 21,

    /// <summary>MADV_POPULATE_READ.</summary>
    PopulateRead = 22,

    /// <summary>MADV_POPULATE_WRITE.</summary>
    PopulateWrite = 23,

    /// <summary>MADV_DONTNEED_LOCKED.</summary>
    DontNeedLocked = 24,

    /// <summary>MADV_COLLAPSE.</summary>
    Collapse = 25,

    /// <summary>MADV_GUARD_INSTALL.</summary>
    GuardInstall = 102,

    /// <summary>MADV_GUARD_REMOVE.</summary>
    GuardRemove = 103,
}
