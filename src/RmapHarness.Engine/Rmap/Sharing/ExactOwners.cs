using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Rmap.Sharing;

/// <summary>The oracle: entries of each owner. No kernel keeps this.</summary>
public sealed class ExactOwners : OwnerTracker
{
    private readonly Dictionary<int, long> entriesOf;

    /// <summary>No owner.</summary>
    public ExactOwners() => entriesOf = [];

    private ExactOwners(ExactOwners from) => entriesOf = new(from.entriesOf);

    /// <summary>Number of mms that map any of the folio.</summary>
    public int Owners => entriesOf.Count;

    /// <inheritdoc/>
    public override OwnerTracker Clone() => new ExactOwners(this);

    /// <inheritdoc/>
    public override void Added(int mm, long entries, long mapcount) =>
        entriesOf[mm] = entriesOf.GetValueOrDefault(mm) + entries;

    /// <inheritdoc/>
    public override void Removed(int mm, long entries, long mapcount)
    {
        var left = entriesOf.GetValueOrDefault(mm) - entries;
        if (left < 0)
            throw new InvalidOperationException("an mm unmaps more than it mapped");
        if (left == 0)
            entriesOf.Remove(mm);
        else
            entriesOf[mm] = left;
    }

    /// <inheritdoc/>
    public override bool MaybeMappedShared(FolioRun run, int mm) => entriesOf.Count > 1;
}
