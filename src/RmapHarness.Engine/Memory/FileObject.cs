namespace RmapHarness.Engine.Memory;

/// <summary>A file that mappings show: its page cache by offset in pages. It lives as long as a descriptor or a mapping.</summary>
/// <param name="kind">Where it lives.</param>
/// <param name="size">Length in bytes.</param>
/// <param name="pageShift">log2 of the base page size.</param>
public sealed class FileObject(FileKind kind, ulong size, int pageShift)
{
    /// <summary>Where it lives.</summary>
    public FileKind Kind { get; } = kind;

    /// <summary>Length in bytes (i_size).</summary>
    public ulong Size { get; set; } = size;

    /// <summary>Length in base pages, the last one counted whole; a fault behind it ends with SIGBUS (mm/shmem.c, shmem_get_folio_gfp).</summary>
    public long Pages => (long)((Size + (1UL << pageShift) - 1) >> pageShift);

    /// <summary>Cached pages; an extent's page is the offset in the file.</summary>
    public ExtentMap Cache { get; } = new();
}
