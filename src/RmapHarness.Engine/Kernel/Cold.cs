using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>MADV_COLD: nothing that is compared changes, but folios that the range covers in part are split.</summary>
internal class Cold : AdviceWalk
{
    /// <summary>The one instance; it has no state.</summary>
    public static Cold Instance { get; } = new();

    /// <inheritdoc/>
    protected override bool IsPmdShared(Machine machine, AddressSpace mm, FolioRun run) => machine.Profile.ColdAsksFirstPage
        ? run.Counters.CountAt(0).Count != 1
        : run.Owners.MaybeMappedShared(run, mm.Id);

    /// <inheritdoc/>
    protected override bool StopsAt(FolioRun run, long index) => run.Counters.CountAt(index).Count != 1;

    /// <inheritdoc/>
    protected override void Apply(Machine machine, AddressSpace mm, in FolioBatch batch)
    {
    }
}
