namespace RmapHarness.Engine.Memory;

/// <summary>What a folio holds.</summary>
public enum FolioKind
{
    /// <summary>Anonymous memory.</summary>
    Anon,

    /// <summary>Page cache of a shmem object.</summary>
    Shmem,

    /// <summary>The shared zero page; never accounted.</summary>
    ZeroPage,

    /// <summary>The shared huge zero folio; never accounted.</summary>
    HugeZero,

    /// <summary>hugetlb, in a private mapping; always mapped whole.</summary>
    HugetlbAnon,

    /// <summary>hugetlb, page cache of a file of hugetlbfs; always mapped whole.</summary>
    HugetlbFile,
}
