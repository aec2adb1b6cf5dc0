using RmapHarness.Engine.Rmap.Sharing.RmapId;

namespace RmapHarness.Bench.RmapId;

/// <summary>The loop that is measured, for any number of threads on one folio; rmap_id.c has the same.</summary>
internal static class MapAndUnmap
{
    private const int Order = 9;
    private const int Mms = 1024;

    private static readonly int[] Ids =
        [.. Enumerable.Range(0, Mms).Select(i => 1 + (int)((ulong)i * 7919 * 2027 % RmapIdAllocator.Max))];

    /// <summary>Makes a folio; the result runs so many calls on it and returns how often it was exclusive.</summary>
    public static Func<int, int> Prepare()
    {
        var folio = new ConcurrentRmapValues(Order);
        return calls => Run(folio, calls);
    }

    private static int Run(ConcurrentRmapValues folio, int calls)
    {
        var exclusive = 0;
        for (var i = 0; i < calls; i += 2)
        {
            var id = Ids[(i >> 1) & (Mms - 1)];
            folio.Add(id, 1);
            if (folio.TryDecide(id, out var decision) && decision == RmapDecision.MappedExclusively)
                exclusive++;
            folio.Add(id, -1);
            if (folio.TryDecide(id, out decision) && decision == RmapDecision.MappedExclusively)
                exclusive++;
        }

        return exclusive;
    }
}
