namespace RmapHarness.Engine.Memory;

/// <summary>The VM_* flags of a VMA that the model knows (include/linux/mm.h); the values are the model's own.</summary>
[Flags]
public enum VmFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>VM_READ.</summary>
    Read = 1 << 0,

    /// <summary>VM_WRITE.</summary>
    Write = 1 << 1,

    /// <summary>VM_EXEC.</summary>
    Exec = 1 << 2,

    /// <summary>VM_SHARED, and VM_MAYSHARE with it.</summary>
    Shared = 1 << 3,

    /// <summary>VM_ACCOUNT: the VMA's memory is charged against overcommit.</summary>
    Account = 1 << 4,

    /// <summary>VM_NORESERVE.</summary>
    NoReserve = 1 << 5,

    /// <summary>VM_HUGEPAGE.</summary>
    HugePage = 1 << 6,

    /// <summary>VM_NOHUGEPAGE.</summary>
    NoHugePage = 1 << 7,

    /// <summary>VM_SEQ_READ.</summary>
    SeqRead = 1 << 8,

    /// <summary>VM_RAND_READ.</summary>
    RandRead = 1 << 9,

    /// <summary>VM_DONTCOPY: fork leaves the VMA out.</summary>
    DontCopy = 1 << 10,

    /// <summary>VM_WIPEONFORK: fork copies the VMA without its pages.</summary>
    WipeOnFork = 1 << 11,

    /// <summary>VM_DONTDUMP.</summary>
    DontDump = 1 << 12,

    /// <summary>VM_MERGEABLE: KSM may merge the pages.</summary>
    Mergeable = 1 << 13,

    /// <summary>VM_LOCKED.</summary>
    Locked = 1 << 14,

    /// <summary>VM_LOCKONFAULT.</summary>
    LockOnFault = 1 << 15,

    /// <summary>VM_MAYBE_GUARD: there was a guard marker once.</summary>
    MaybeGuard = 1 << 16,

    /// <summary>VM_UFFD_WP.</summary>
    UffdWp = 1 << 17,

    /// <summary>VM_HUGETLB.</summary>
    Hugetlb = 1 << 18,

    /// <summary>VM_DONTEXPAND: hugetlb has it; the VMA does not grow, nor merge with a neighbour.</summary>
    DontExpand = 1 << 19,

    /// <summary>VM_LOCKED and VM_LOCKONFAULT.</summary>
    LockedMask = Locked | LockOnFault,

    /// <summary>VM_READ, VM_WRITE and VM_EXEC: what mprotect changes.</summary>
    Access = Read | Write | Exec,
}
