namespace RmapHarness.Engine.Memory;

/// <summary>A file that mappings show: its page cache by offset in pages. It lives as long as a descriptor or a mapping.</summary>
/// <param name="kind">Where it lives.</param>
/// <param name="size">Length in bytes.</param>
/// <param name="pageShift">log2 of the base page size.</param>
/// <param name="huge">Where its tmpfs has large folios.</param>
public sealed class FileObject(FileKind kind, ulong size, int pageShift, TmpfsHuge huge = TmpfsHuge.Never)
{
    /// <summary>Where it lives.</summary>
    public FileKind Kind { get; } = kind;

    /// <summary>Where its tmpfs has large folios.</summary>
    public TmpfsHuge Huge { get; } = huge;

    /// <summary>The page after the last that fallocate was asked for and nobody took away since: splitting a folio keeps pages up to it (fallocend).</summary>
    public long AllocatedEnd { get; set; }

    /// <summary>Length in bytes (i_size).</summary>
    public ulong Size { get; set; } = size;

    /// <summary>Length in base pages, the last one counted whole; a fault behind it ends with SIGBUS (mm/shmem.c, shmem_get_folio_gfp).</summary>
    public long Pages => (long)((Size + (1UL << pageShift) - 1) >> pageShift);

    /// <summary>log2 of the base pages of each of its huge pages; 0 if it is not on hugetlbfs.</summary>
    public int HugeOrder { get; init; }

    /// <summary>hugetlbfs: the huge pages, by index in the file, that are cached or for which one is reserved (the inode's resv_map).</summary>
    public PageRanges Reserved { get; } = new();

    /// <summary>Cached pages; an extent's page is the offset in the file.</summary>
    public ExtentMap Cache { get; } = new();
}
