using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;
using RmapHarness.Engine.Rmap.Sharing.RmapId;

namespace RmapHarness.Engine.Tests.Rmap.Sharing;

/// <summary>One folio under one tracker each, and the same map and unmap events for all of them.</summary>
internal sealed class OwnerHistory
{
    /// <summary>The mms of a history; their rmap IDs, one more, differ in one or in several values.</summary>
    public static readonly int[] Mms = [0, 1, 2, 64, 4096];

    private static readonly MmRmapIds Ids = LiveMms();

    private readonly List<(int Mm, long First, long Pages, long EntryPages)> mapped = [];
    private readonly FolioRun exact;
    private readonly FolioRun mmId;
    private readonly FolioRun rmapId;
    private readonly int order;

    public OwnerHistory(int order)
    {
        this.order = order;
        exact = Folio(SharingTracker.Exact);
        mmId = Folio(SharingTracker.MmId);
        rmapId = Folio(SharingTracker.RmapId);
    }

    public long Pages => 1L << order;

    public long Mapcount => exact.Counters.Mapcount;

    public int Owners => ((ExactOwners)exact.Owners).Owners;

    public bool Maps(int mm) => mapped.Exists(m => m.Mm == mm);

    public bool MmIdSaysShared(int mm) => mmId.Owners.MaybeMappedShared(mmId, mm);

    public bool RmapIdSaysShared(int mm) => rmapId.Owners.MaybeMappedShared(rmapId, mm);

    /// <summary>Every second number removes what an earlier one added, or a part of it; the others map a range.</summary>
    public void Apply(int choice)
    {
        if (choice % 2 == 0 && mapped.Count > 0)
            Unmap((choice >> 1) % mapped.Count, (choice >> 12) % 3);
        else
            Map(Mms[(choice >> 1) % Mms.Length], choice >> 4);
    }

    private void Map(int mm, int choice)
    {
        if (choice % 5 == 0)
        {
            Event(mm, 0, Pages, Pages, 1);
            return;
        }

        var first = (choice >> 3) % Pages;
        var pages = choice % 5 == 1 ? Pages - first : 1 + ((choice >> 5) % (Pages - first));
        Event(mm, first, pages, 1, 1);
    }

    private void Unmap(int index, int part)
    {
        var (mm, first, pages, entryPages) = mapped[index];
        mapped.RemoveAt(index);
        var half = pages / 2;
        if (entryPages == 1 && half > 0 && part == 0)
        {
            // The second half stays.
            mapped.Add((mm, first + half, pages - half, entryPages));
            pages = half;
        }

        Event(mm, first, pages, entryPages, -1);
    }

    private void Event(int mm, long first, long pages, long entryPages, int sign)
    {
        if (sign > 0)
            mapped.Add((mm, first, pages, entryPages));
        foreach (var run in new[] { exact, mmId, rmapId })
        {
            if (sign > 0)
                ReverseMap.Map(run, first, pages, entryPages, mm);
            else
                ReverseMap.Unmap(run, first, pages, entryPages, mm);
        }
    }

    private static MmRmapIds LiveMms()
    {
        var ids = new MmRmapIds();
        for (var mm = 0; mm <= Mms[^1]; mm++)
            ids.Assign(mm);
        return ids;
    }

    private FolioRun Folio(SharingTracker tracker) =>
        new PhysicalMemory(Geometry.Base4K, AccountingScheme.NoPageMapcount, tracker, Ids).Allocate(FolioKind.Shmem, order, 1);
}
