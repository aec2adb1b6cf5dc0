using RmapHarness.Engine.Rmap;
using RmapHarness.Engine.Rmap.Sharing;

namespace RmapHarness.Engine.Memory;

/// <summary>
/// One folio, or several of one order that are contiguous in frames and have had the same history: their state is held once.
/// What happens to a part of a run first splits it (<see cref="PhysicalMemory.Isolate"/>).
/// </summary>
public sealed class FolioRun : IRun
{
    /// <summary>Creates a run with fresh state.</summary>
    internal FolioRun(long firstFrame, int order, long count, FolioKind kind, FolioCounters counters, OwnerTracker owners)
    {
        FirstFrame = firstFrame;
        Order = order;
        Count = count;
        Kind = kind;
        Counters = counters;
        Owners = owners;
    }

    /// <summary>Frame of the first page, a multiple of the folio size.</summary>
    public long FirstFrame { get; private set; }

    /// <summary>log2 of the pages of each folio.</summary>
    public int Order { get; }

    /// <summary>Number of folios, at least 1.</summary>
    public long Count { get; private set; }

    /// <summary>What the folios hold.</summary>
    public FolioKind Kind { get; }

    /// <summary>Whether they are of hugetlb.</summary>
    public bool IsHugetlb => Kind is FolioKind.HugetlbAnon or FolioKind.HugetlbFile;

    /// <summary>Pages of each folio.</summary>
    public long FolioPages => 1L << Order;

    /// <summary>Frame after the last page of the run.</summary>
    public long EndFrame => FirstFrame + (Count << Order);

    long IRun.End => EndFrame;

    /// <summary>Whether the folios have more than one page.</summary>
    public bool IsLarge => Order > 0;

    /// <summary>PG_dirty of each folio.</summary>
    public bool Dirty { get; set; }

    /// <summary>PG_uptodate of each folio; fallocate leaves it to the first who needs the content.</summary>
    public bool UpToDate { get; set; } = true;

    /// <summary>PG_swapbacked of each folio; MADV_FREE clears it.</summary>
    public bool SwapBacked { get; set; } = true;

    /// <summary>Each waits to be split because a part of it was unmapped (PG_partially_mapped; up to 6.11: it is on the deferred split queue).</summary>
    public bool IsDeferred { get; set; }

    /// <summary>How many locked VMAs were seen to map each folio, and whether it is mlocked.</summary>
    public MlockCount Mlocks { get; private set; } = MlockCount.None;

    /// <summary>Swap cache: the slot of the first page, those of the others ascend; null for folios that are not in it.</summary>
    public long? Slot { get; set; }

    /// <summary>The NUMA node of each: where it was allocated.</summary>
    public int Node { get; set; }

    /// <summary>Each is a page that KSM shares among those whose content is the same (PAGE_MAPPING_KSM).</summary>
    public bool IsKsm { get; set; }

    /// <summary>How often pages of each folio are pinned (FOLL_PIN).</summary>
    public int Pins { get; set; }

    /// <summary>How many other references the pages of each folio have that no mapping and no cache holds (FOLL_GET).</summary>
    public int References { get; set; }

    /// <summary>Whether each folio has references that its mappings and caches do not explain: it cannot be replaced, nor freed.</summary>
    public bool IsHeld => Pins + References > 0;

    /// <summary>Mapping counters of each folio.</summary>
    public FolioCounters Counters { get; }

    /// <summary>Who-maps-it tracker of each folio.</summary>
    public OwnerTracker Owners { get; }

    /// <summary>One more locked VMA maps it.</summary>
    /// <param name="isOnLru">See <see cref="MlockCount.Lock"/>.</param>
    public void Mlock(bool isOnLru = true) => Mlocks = Mlocks.Lock(isOnLru);

    /// <summary>One locked VMA less maps it, or so it seems.</summary>
    /// <param name="times">How often that was said.</param>
    public void Munlock(long times = 1) => Mlocks = Mlocks.Unlock(times);

    /// <summary>Index inside its folio of the page in a frame.</summary>
    public long PageIndex(long frame) => (frame - FirstFrame) & (FolioPages - 1);

    /// <summary>Cuts the run after <paramref name="folios"/> folios and returns the rest, with its own copy of the state.</summary>
    internal FolioRun CutAfter(long folios)
    {
        var rest = new FolioRun(FirstFrame + (folios << Order), Order, Count - folios, Kind, Counters.Clone(), Owners.Clone())
        {
            Dirty = Dirty,
            UpToDate = UpToDate,
            SwapBacked = SwapBacked,
            IsDeferred = IsDeferred,
            Mlocks = Mlocks,
            Slot = Slot + (folios << Order),
            Node = Node,
            IsKsm = IsKsm,
            Pins = Pins,
            References = References,
        };
        Count = folios;
        return rest;
    }
}
