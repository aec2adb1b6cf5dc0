namespace RmapHarness.Engine.Memory;

/// <summary>Where a file lives; the values are the protocol's.</summary>
public enum FileKind
{
    /// <summary>memfd_create.</summary>
    Memfd = 0,

    /// <summary>A file on a tmpfs of its own.</summary>
    Tmpfs = 1,

    /// <summary>memfd_create with MFD_HUGETLB, or the file behind one MAP_HUGETLB | MAP_ANONYMOUS mapping: on hugetlbfs.</summary>
    Hugetlb = 2,

    /// <summary>The file behind one MAP_SHARED | MAP_ANONYMOUS mapping; has no descriptor.</summary>
    SharedAnon = 3,
}
