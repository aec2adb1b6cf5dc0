namespace RmapHarness.Engine.Rmap;

/// <summary>
/// How many mappings a folio may have before new ones are refused early (2026 RFC, "Mapcount overflows"): at fork and when a folio is
/// mapped, as long as neither counter would turn negative.
/// </summary>
/// <param name="MaxMapcount">Most entries.</param>
/// <param name="MaxTotalMappedPages">Most total mapped pages.</param>
public sealed record MappingLimits(long MaxMapcount, long MaxTotalMappedPages)
{
    /// <summary>A 32-bit kernel: both counters are 32 bits wide and signed.</summary>
    public static MappingLimits Bits32 { get; } = new(int.MaxValue, int.MaxValue);

    /// <summary>A 64-bit kernel: the mapcount has 32 bits, total mapped pages has 64.</summary>
    public static MappingLimits Bits64 { get; } = new(int.MaxValue, long.MaxValue);

    /// <summary>Whether new entries fit beside those that there are.</summary>
    /// <param name="mapcount">Entries now.</param>
    /// <param name="totalMappedPages">Total mapped pages now.</param>
    /// <param name="entries">New entries.</param>
    /// <param name="pages">Pages that they map.</param>
    public bool Admit(long mapcount, long totalMappedPages, long entries, long pages) =>
        entries <= MaxMapcount - mapcount && pages <= MaxTotalMappedPages - totalMappedPages;
}
