namespace RmapHarness.Engine.Memory;

/// <summary>The file behind a shared anonymous mapping: its page cache by offset in pages.</summary>
/// <param name="pages">Its length. It keeps it for life: a mapping that grows past it has nothing there to map.</param>
public sealed class ShmemObject(long pages)
{
    /// <summary>Length in base pages (i_size); a fault behind it ends with SIGBUS (mm/shmem.c, shmem_get_folio_gfp).</summary>
    public long Pages { get; } = pages;

    /// <summary>Cached pages; an extent's page is the offset in the object.</summary>
    public ExtentMap Cache { get; } = new();
}
