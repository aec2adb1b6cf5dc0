using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Coverage;

/// <summary>The state of a folio, coarse enough that all states can be met.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="IsLarge">It has more than one page.</param>
/// <param name="Mapping">How it is mapped.</param>
/// <param name="Sharing">What its sharing tracker holds of it; see <see cref="Rmap.Sharing.OwnerTracker.StateClass"/>.</param>
/// <param name="Dirty">PG_dirty.</param>
public readonly record struct FolioState(FolioKind Kind, bool IsLarge, FolioMappingState Mapping, int Sharing, bool Dirty)
{
    /// <summary>The state of a folio.</summary>
    public static FolioState Of(FolioRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new FolioState(run.Kind, run.IsLarge, MappingOf(run.Counters), run.Owners.StateClass(run), run.Dirty);
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
