using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Coverage;

/// <summary>The state of a folio, coarse enough that all states can be met.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Size">How large it is.</param>
/// <param name="Mapping">How it is mapped.</param>
/// <param name="Sharing">What its sharing tracker holds of it; see <see cref="Rmap.Sharing.OwnerTracker.StateClass"/>.</param>
/// <param name="Dirty">PG_dirty.</param>
public readonly record struct FolioState(FolioKind Kind, FolioSizeClass Size, FolioMappingState Mapping, int Sharing, bool Dirty)
{
    /// <summary>The state of a folio.</summary>
    /// <param name="run">The folio.</param>
    /// <param name="pmdOrder">The order of a folio that a PMD entry maps.</param>
    public static FolioState Of(FolioRun run, int pmdOrder)
    {
        ArgumentNullException.ThrowIfNull(run);
        var size = !run.IsLarge ? FolioSizeClass.Small : run.Order < pmdOrder ? FolioSizeClass.Large : FolioSizeClass.Huge;
        return new FolioState(run.Kind, size, MappingOf(run.Counters), run.Owners.StateClass(run), run.Dirty);
    }

    private static FolioMappingState MappingOf(FolioCounters counters)
    {
        if (!counters.IsMapped)
            return FolioMappingState.Unmapped;
        var partial = counters.IsCertainlyPartiallyMapped;
        if (!counters.HasEntireMapping)
            return partial ? FolioMappingState.PtesOfAPart : FolioMappingState.Ptes;
        return counters.Mapcount < counters.FolioPages && counters.Mapcount > 1
            ? FolioMappingState.SeveralEntire
            : counters.Mapcount == 1 ? FolioMappingState.Entire : FolioMappingState.EntireAndPtes;
    }
}
