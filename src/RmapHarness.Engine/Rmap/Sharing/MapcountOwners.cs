using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Rmap.Sharing;

/// <summary>Small folios and hugetlb, which are always mapped whole: mapped more than once counts as shared, under every tracker.</summary>
public sealed class MapcountOwners : OwnerTracker
{
    private MapcountOwners()
    {
    }

    /// <summary>The one instance; it has no state.</summary>
    public static MapcountOwners Instance { get; } = new();

    /// <inheritdoc/>
    public override OwnerTracker Clone() => this;

    /// <inheritdoc/>
    public override void Added(int mm, long entries, long mapcount)
    {
    }

    /// <inheritdoc/>
    public override void Removed(int mm, long entries, long mapcount)
    {
    }

    /// <inheritdoc/>
    public override bool MaybeMappedShared(FolioRun run, int mm)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Counters.Mapcount > 1;
    }
}
