using RmapHarness.Engine.Proc;

namespace RmapHarness.Reports.Picture;

/// <summary>
/// Gives each folio that a picture shows a number of its own, by first appearance. It works on frames alone, so that the frames of the model
/// and the PFNs of a kernel are coloured alike as long as they correspond; use one instance for each of the two.
/// </summary>
public sealed class FolioColours
{
    private const KpageFlags Compound = KpageFlags.CompoundHead | KpageFlags.CompoundTail;
    private readonly SortedSet<long> heads = [];
    private readonly Dictionary<(bool IsLarge, long Place), int> numbers = [];

    /// <summary>Learns where large folios begin; call it with all processes of a moment before their cells are made.</summary>
    public void Learn(IEnumerable<ProcSnapshot> processes)
    {
        ArgumentNullException.ThrowIfNull(processes);
        foreach (var run in processes.SelectMany(process => process.Pages))
        {
            if ((run.Flags & KpageFlags.CompoundHead) != 0)
                heads.Add(run.Frame);
        }
    }

    /// <summary>The number of the folio that a run's first page belongs to. Small folios whose frames follow each other share one.</summary>
    public int NumberOf(PageRun run)
    {
        var isLarge = (run.Flags & Compound) != 0;
        var key = (isLarge, isLarge ? HeadOf(run) : run.Frame - (long)run.FirstPage);
        if (!numbers.TryGetValue(key, out var number))
            numbers[key] = number = numbers.Count;
        return number;
    }

    // A folio whose head no process maps any more is told by its place.
    private long HeadOf(PageRun run)
    {
        var before = heads.GetViewBetween(long.MinValue, run.Frame);
        return before.Count > 0 ? before.Max : run.Frame - (long)run.FirstPage;
    }
}
