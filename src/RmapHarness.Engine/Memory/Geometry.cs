namespace RmapHarness.Engine.Memory;

/// <summary>The page table shape of a kernel: base page size and the orders of one PMD and one PUD entry.</summary>
/// <param name="PageShift">log2 of the base page size in bytes (12, 14 or 16).</param>
/// <param name="PmdOrder">log2 of the base pages that one PMD entry maps (HPAGE_PMD_ORDER; 9 on x86_64).</param>
/// <param name="PudOrder">log2 of the base pages that one PUD entry maps (18 on x86_64).</param>
public sealed record Geometry(int PageShift, int PmdOrder, int PudOrder)
{
    /// <summary>4 KiB pages, 2 MiB PMDs, 1 GiB PUDs: x86_64 and arm64 with 4 KiB pages.</summary>
    public static Geometry Base4K { get; } = new(12, 9, 18);

    /// <summary>16 KiB pages, 32 MiB PMDs, 64 GiB PUDs: arm64 with 16 KiB pages.</summary>
    public static Geometry Base16K { get; } = new(14, 11, 22);

    /// <summary>64 KiB pages, 512 MiB PMDs, 4 TiB PUDs: arm64 with 64 KiB pages.</summary>
    public static Geometry Base64K { get; } = new(16, 13, 26);

    /// <summary>Base page size in bytes.</summary>
    public ulong PageSize => 1UL << PageShift;

    /// <summary>Base pages mapped by one PMD entry.</summary>
    public long PmdPages => 1L << PmdOrder;

    /// <summary>Bytes mapped by one PMD entry.</summary>
    public ulong PmdSize => PageSize << PmdOrder;

    /// <summary>PTEs that arm64 can fold into one entry of its TLB (CONT_PTES): 64 KiB of pages of 4 KiB, 2 MiB of larger ones.</summary>
    public long ContiguousPages => PageShift switch { 12 => 16, 14 => 128, _ => 32 };

    /// <summary>Base pages mapped by one PUD entry.</summary>
    public long PudPages => 1L << PudOrder;

    /// <summary>Base pages that one entry of a level maps.</summary>
    public long EntryPages(MappingLevel level) => level switch
    {
        MappingLevel.Pmd => PmdPages,
        MappingLevel.Pud => PudPages,
        _ => 1,
    };

    /// <summary>The geometry with a base page size; throws for a size no kernel has.</summary>
    /// <param name="pageSize">4096, 16384 or 65536 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such base page size.</exception>
    public static Geometry ForPageSize(long pageSize) => pageSize switch
    {
        4096 => Base4K,
        16384 => Base16K,
        65536 => Base64K,
        _ => throw new ArgumentOutOfRangeException(nameof(pageSize), pageSize, "base pages have 4, 16 or 64 KiB"),
    };
}
