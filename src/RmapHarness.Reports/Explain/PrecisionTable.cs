using System.Globalization;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;
using RmapHarness.Engine.Rmap.Sharing.RmapId;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Reports.Explain;

/// <summary>
/// How often each sharing tracker errs: random histories of mms that map and unmap parts of one folio, every tracker asked after each
/// event and compared with the true owners.
/// </summary>
/// <param name="order">log2 of the folio's pages.</param>
/// <param name="histories">Histories for each number of mms.</param>
/// <param name="seed">Of the histories; equal seeds give equal tables.</param>
public sealed class PrecisionTable(int order, int histories, int seed)
{
    private const int Events = 40;
    private static readonly int[] MmCounts = [2, 3, 4, 8];
    private static readonly SharingTracker[] Trackers = [SharingTracker.Estimate, SharingTracker.MmId, SharingTracker.RmapId];

    /// <summary>Writes the table as Markdown.</summary>
    public void Write(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine("| mms | tracker | really exclusive | of those called shared | really shared | of those called exclusive |");
        writer.WriteLine("|---|---|---|---|---|---|");
        foreach (var mms in MmCounts)
        {
            var counts = Count(mms);
            for (var i = 0; i < Trackers.Length; i++)
            {
                var (exclusive, calledShared, shared, calledExclusive) = counts[i];
                writer.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {mms} | {Words.Of(Trackers[i])} | {exclusive} | {Percent(calledShared, exclusive)} | {shared} | {Percent(calledExclusive, shared)} |"));
            }
        }
    }

    private static string Percent(long part, long whole) =>
        whole == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:F2} %");

    private (long Exclusive, long CalledShared, long Shared, long CalledExclusive)[] Count(int mms)
    {
        // Not for secrets: the same seed must give the same histories.
#pragma warning disable CA5394
        var random = new Random(seed);
#pragma warning restore CA5394
        var counts = new (long Exclusive, long CalledShared, long Shared, long CalledExclusive)[Trackers.Length];
        for (var history = 0; history < histories; history++)
        {
            var folios = new FolioHistory(order, mms, Trackers);
            for (var i = 0; i < Events; i++)
            {
                folios.Next(random);
                foreach (var owner in folios.Owners)
                    Ask(folios, owner, counts);
            }
        }

        return counts;
    }

    private static void Ask(FolioHistory folios, int owner, (long Exclusive, long CalledShared, long Shared, long CalledExclusive)[] counts)
    {
        for (var i = 0; i < Trackers.Length; i++)
        {
            var called = folios.IsCalledShared(i, owner);
            ref var count = ref counts[i];
            if (folios.IsShared)
            {
                count.Shared++;
                count.CalledExclusive += called ? 0 : 1;
            }
            else
            {
                count.Exclusive++;
                count.CalledShared += called ? 1 : 0;
            }
        }
    }

    /// <summary>One folio under every tracker, with the same events.</summary>
    private sealed class FolioHistory
    {
        private readonly bool[,] maps;
        private readonly FolioRun[] runs;
        private readonly int mms;
        private readonly int pages;

        public FolioHistory(int order, int mms, SharingTracker[] trackers)
        {
            this.mms = mms;
            pages = 1 << order;
            maps = new bool[mms, pages];
            var ids = new MmRmapIds();
            for (var mm = 0; mm < mms; mm++)
                ids.Assign(mm);
            runs = [.. trackers.Select(tracker =>
                new PhysicalMemory(Geometry.Base4K, AccountingScheme.PageMapcount, tracker, ids).Allocate(FolioKind.Anon, order, 1))];
        }

        public IEnumerable<int> Owners => Enumerable.Range(0, mms).Where(mm => Enumerable.Range(0, pages).Any(page => maps[mm, page]));

        public bool IsShared => Owners.Skip(1).Any();

        public bool IsCalledShared(int tracker, int mm) => runs[tracker].Owners.MaybeMappedShared(runs[tracker], mm);

        // An mm maps all, maps or unmaps a part, or goes.
#pragma warning disable CA5394
        public void Next(Random random)
        {
            var mm = random.Next(mms);
            var whole = random.Next(3) == 0;
            var first = whole ? 0 : random.Next(pages);
            var end = whole ? pages : random.Next(first, pages) + 1;
            Change(mm, first, end, random.Next(2) == 0);
        }
#pragma warning restore CA5394

        // Runs of pages that really change are one batch each, as in a kernel.
        private void Change(int mm, int first, int end, bool map)
        {
            for (var page = first; page < end;)
            {
                var begin = page;
                while (page < end && maps[mm, page] != map)
                    maps[mm, page++] = map;
                if (page == begin)
                {
                    page++;
                    continue;
                }

                foreach (var run in runs)
                {
                    if (map)
                        ReverseMap.Map(run, begin, page - begin, 1, mm);
                    else
                        ReverseMap.Unmap(run, begin, page - begin, 1, mm);
                }
            }
        }
    }
}
