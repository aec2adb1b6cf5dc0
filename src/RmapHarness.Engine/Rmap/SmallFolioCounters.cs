namespace RmapHarness.Engine.Rmap;

/// <summary>The one mapcount of a small folio, exact under every scheme.</summary>
public sealed class SmallFolioCounters : FolioCounters
{
    /// <summary>An unmapped small folio.</summary>
    public SmallFolioCounters()
        : base(0)
    {
    }

    /// <inheritdoc/>
    public override bool KnowsEachPage => true;

    /// <inheritdoc/>
    public override bool HasEntireMapping => false;

    /// <inheritdoc/>
    public override long StatisticsPages => IsMapped ? 1 : 0;

    /// <inheritdoc/>
    public override bool IsCertainlyPartiallyMapped => false;

    /// <inheritdoc/>
    public override FolioCounters Clone()
    {
        var copy = new SmallFolioCounters();
        CopyTo(copy);
        return copy;
    }

    /// <inheritdoc/>
    public override (long Count, long Pages) CountAt(long page) => (Mapcount, 1);

    /// <inheritdoc/>
    protected override void Change(long first, long pages, long entryPages, int sign)
    {
    }
}
