using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>MADV_FREE: pages stay mapped, clean, and may vanish until they are written again.</summary>
internal sealed class LazyFree : AdviceWalk
{
    /// <summary>The one instance; it has no state.</summary>
    public static LazyFree Instance { get; } = new();

    /// <inheritdoc/>
    protected override bool IsPmdShared(Machine machine, AddressSpace mm, FolioRun run) => run.Owners.MaybeMappedShared(run, mm.Id);

    /// <inheritdoc/>
    protected override bool StopsAt(FolioRun run, long index) => run.Counters.CountAt(0).Count != 1;

    /// <inheritdoc/>
    protected override void Apply(Machine machine, AddressSpace mm, in FolioBatch batch)
    {
        var run = batch.Run;
        if (run.Dirty || run.Slot is not null)
        {
            // Others may still need the folio's content: only the sole mapper may declare it clean.
            var mapsAlone = run.Counters.HasEntireMapping ? 1 : run.FolioPages;
            if (run.Counters.Mapcount != mapsAlone || !SwapCache.TryFree(machine, run))
                return;
            run.Dirty = false;
        }

        batch.ClearFlags(mm, EntryFlags.Dirty);
        if (run.Mlocks.IsSet == false)
            run.SwapBacked = false;
    }

    /// <inheritdoc/>
    protected override void OnSwapped(Machine machine, AddressSpace mm, in Extent swapped)
    {
        mm.PageTable.Clear(swapped.Page, swapped.End);
        SwapEntries.Drop(machine, swapped);
    }
}
