using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>MADV_PAGEOUT: the walk of MADV_COLD, and then reclaim of what it covers whole and nobody else maps.</summary>
internal sealed class Pageout : Cold
{
    /// <summary>The one instance; it has no state.</summary>
    public static new Pageout Instance { get; } = new();

    /// <inheritdoc/>
    protected override void Apply(Machine machine, AddressSpace mm, in FolioBatch batch)
    {
        mm.PageTable.TryFind(batch.Page, out var entry);
        var isPmd = entry.Level == MappingLevel.Pmd;

        // Up to 6.8, with others that map pages but the first: reclaim asks whether they have accessed them.
        if (isPmd && batch.Run.Counters.Mapcount > 1)
            throw new UnmetExpectationException(-1, "whether a folio that others map too is reclaimed depends on who accessed it, which is not modelled");
        if (batch.Run.Mlocks.IsSet is null)
            throw new UnmetExpectationException(-1, "whether the folio is still mlocked is not determined");
        if ((!isPmd && batch.Run.Counters.Mapcount != batch.Run.FolioPages) || batch.Run.Mlocks.IsSet != false)
            return;
        if (batch.Run.Kind == FolioKind.Anon)
            SwapOut.Reclaim(machine, mm, batch);
        else
            ShmemReclaim.Reclaim(machine, mm, batch);
    }
}
