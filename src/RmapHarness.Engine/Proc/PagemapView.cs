using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Proc;

/// <summary>
/// /proc/PID/pagemap, and /proc/kpagecount and /proc/kpageflags of the frames that it names
/// (Documentation/admin-guide/mm/pagemap.rst; fs/proc/task_mmu.c, fs/proc/page.c).
/// </summary>
internal sealed class PagemapView(KernelProfile profile, FrameContents contents, List<PageRun> runs)
{
    private const KpageFlags MlockFlags = KpageFlags.Mlocked | KpageFlags.Unevictable;

    private readonly PagemapBits everyPage = profile.HasSoftDirty ? PagemapBits.SoftDirty : PagemapBits.None;
    private ScanCategories everyScan;
    private bool isWatched;
    private AddressSpace? space;
    private Vma? area;

    /// <summary>The pages that follow are of a VMA.</summary>
    public void Enter(AddressSpace mm, Vma vma)
    {
        (space, area) = (mm, vma);
        isWatched = vma.IsWatched;
        everyScan = profile.HasSoftDirty ? ScanCategories.SoftDirty : ScanCategories.None;
        if (isWatched && mm.UffdIsAsync == true)
            everyScan |= ScanCategories.WriteProtectAllowed;
    }

    /// <summary>Pages from..to of a VMA have no entry.</summary>
    public void AddNone(long from, long to)
    {
        if (area is { IsHugetlb: true })
        {
            AddNoHugetlb(from, to);
            return;
        }

        AddNone(from, to, ScanCategories.None);
    }

    /// <summary>Pages that have guard markers. They count as swapped, as every entry does that is neither present nor none.</summary>
    public void AddGuard(in Extent extent)
    {
        var bits = everyPage | PagemapBits.Swapped | (profile.PagemapShowsGuard ? PagemapBits.Guard : PagemapBits.None);
        Add(new PageRun((ulong)extent.Page, (ulong)extent.Pages, bits, -1, 1, 0, KpageFlags.None)
        {
            Scan = Scanned(ScanCategories.Swapped | ScanCategories.Guard, extent.Flags),
        });
    }

    /// <summary>Pages of which only a protection is remembered; they count as swapped as well.</summary>
    public void AddUffdMarker(in Extent extent) => AddSwapped(extent);

    /// <summary>Pages in swap.</summary>
    public void AddSwapped(in Extent extent) =>
        Add(new PageRun((ulong)extent.Page, (ulong)extent.Pages, everyPage | PagemapBits.Swapped | Protected(extent.Flags), -1, 1, 0, KpageFlags.None)
        {
            Scan = Scanned(ScanCategories.Swapped, extent.Flags),
        });

    /// <summary>Pages that have entries.</summary>
    public void Add(in FolioSegment segment, MappingLevel level, EntryFlags flags)
    {
        var bits = everyPage | PagemapBits.Present | Protected(flags);
        if (segment.Run.Kind is FolioKind.Shmem or FolioKind.HugetlbFile)
            bits |= PagemapBits.File;
        if (segment.Exclusive)
            bits |= PagemapBits.MmapExclusive;
        var scan = ScanOf(segment, level, flags);
        if (!segment.Run.IsLarge)
        {
            var stride = segment.Run.Kind == FolioKind.ZeroPage ? 0 : 1;
            AddWithContents(new PageRun((ulong)segment.Page, (ulong)segment.Pages, bits, segment.Frame, stride, segment.Count, FlagsOf(segment.Run, false))
            {
                Level = level,
                Scan = scan,
                Undetermined = segment.Run.Mlocks.IsSet is null ? MlockFlags : KpageFlags.None,
            });
            return;
        }

        // Head and tail pages show different flags.
        for (long done = 0; done < segment.Pages;)
        {
            var index = segment.Run.PageIndex(segment.Frame + done);
            var pages = index == 0 ? 1 : Math.Min(segment.Pages - done, segment.Run.FolioPages - index);
            AddWithContents(new PageRun(
                (ulong)(segment.Page + done),
                (ulong)pages,
                bits,
                segment.Frame + done,
                1,
                segment.Count,
                FlagsOf(segment.Run, index != 0))
            {
                Level = level,
                Scan = scan,
                Undetermined = segment.Run.Mlocks.IsSet is null && (index == 0 || profile.TailsShowFolioFlags) ? MlockFlags : KpageFlags.None,
            });
            done += pages;
        }
    }

    // Pages of hugetlb are huge before they are there, where the page table reaches down to their entries (walk_hugetlb_range).
    private void AddNoHugetlb(long from, long to)
    {
        var geometry = profile.Geometry;
        var below = area!.HugePages >= geometry.PudPages ? 0 : area.HugePages >= geometry.PmdPages ? geometry.PudPages : geometry.PmdPages;
        while (from < to)
        {
            var end = below == 0 ? to : Math.Min(to, (from & -below) + below);
            var hasEntries = below == 0 || (below == geometry.PudPages ? space!.PageTable.HasUpperTable(from) : space!.PageTable.HasTable(from));
            AddNone(from, end, hasEntries ? ScanCategories.Huge : ScanCategories.None);
            from = end;
        }
    }

    private void AddNone(long from, long to, ScanCategories categories)
    {
        if (from < to)
            Add(new PageRun((ulong)from, (ulong)(to - from), everyPage, -1, 1, 0, KpageFlags.None) { Scan = Scanned(categories, EntryFlags.None) });
    }

    private static PagemapBits Protected(EntryFlags flags) =>
        (flags & EntryFlags.UffdWp) != 0 ? PagemapBits.UffdWriteProtected : PagemapBits.None;

    private void AddWithContents(in PageRun run)
    {
        if (run.FrameStride == 0)
        {
            Add(run);
            return;
        }

        var page = run.FirstPage;
        foreach (var (pages, word, stride) in contents.Of(run.Frame, (long)run.Pages))
        {
            Add(run with { FirstPage = page, Pages = (ulong)pages, Frame = run.FrameOf(page), Word = word, WordStride = stride });
            page += (ulong)pages;
        }
    }

    private void Add(in PageRun told)
    {
        var run = told with { ScanOpen = isWatched ? ScanCategories.None : ScanCategories.Written };
        if (runs.Count > 0)
        {
            var last = runs[^1];
            var continues = last.EndPage == run.FirstPage && last.Pagemap == run.Pagemap && last.FrameStride == run.FrameStride
                && last.MapCount == run.MapCount && last.Flags == run.Flags && last.Undetermined == run.Undetermined && last.Level == run.Level && last.Scan == run.Scan && last.ScanOpen == run.ScanOpen
                && last.WordStride == run.WordStride && last.WordOf(run.FirstPage) == run.Word
                && (last.Frame < 0 ? run.Frame < 0 : run.Frame == last.Frame + ((long)last.Pages * last.FrameStride));
            if (continues)
            {
                runs[^1] = last with { Pages = last.Pages + run.Pages };
                return;
            }
        }

        runs.Add(run);
    }

    private ScanCategories ScanOf(in FolioSegment segment, MappingLevel level, EntryFlags flags) => Scanned(
        ScanCategories.Present
        | (segment.Run.Kind is FolioKind.Anon or FolioKind.HugetlbAnon || segment.IsZero ? ScanCategories.None : ScanCategories.File)
        | (segment.IsZero ? ScanCategories.PfnZero : ScanCategories.None)
        | (level == MappingLevel.Pte && !segment.Run.IsHugetlb ? ScanCategories.None : ScanCategories.Huge),
        flags);

    // What is not protected counts as written (pagemap_page_category); of other memory than userfaultfd watches, releases differ in what they say.
    private ScanCategories Scanned(ScanCategories categories, EntryFlags flags) =>
        (categories | everyScan | (isWatched && (flags & EntryFlags.UffdWp) == 0 ? ScanCategories.Written : ScanCategories.None)) & profile.Scans;

    // On no LRU list, and nothing that swap could take.
    private KpageFlags FlagsOfHugetlb(FolioRun run, bool tail)
    {
        var whole = KpageFlags.Huge | KpageFlags.Mmap | (tail ? KpageFlags.CompoundTail : KpageFlags.CompoundHead)
            | (run.Kind == FolioKind.HugetlbAnon ? KpageFlags.Anon : KpageFlags.None);
        return tail && !profile.TailsShowFolioFlags ? whole : whole | KpageFlags.UpToDate | (run.Dirty ? KpageFlags.Dirty : KpageFlags.None);
    }

    private KpageFlags FlagsOf(FolioRun run, bool tail)
    {
        if (run.Kind == FolioKind.ZeroPage)
            return KpageFlags.ZeroPage;
        var place = !run.IsLarge ? KpageFlags.None : KpageFlags.Thp | (tail ? KpageFlags.CompoundTail : KpageFlags.CompoundHead);
        if (run.Kind == FolioKind.HugeZero)
            return place | KpageFlags.ZeroPage;
        if (run.IsHugetlb)
            return FlagsOfHugetlb(run, tail);
        var whole = place | KpageFlags.Mmap | (run.Kind == FolioKind.Anon ? KpageFlags.Anon : KpageFlags.None);
        if (tail && !profile.TailsShowFolioFlags)
            return whole;
        return whole | KpageFlags.UpToDate | KpageFlags.Lru
            | (run.IsKsm ? KpageFlags.Ksm : KpageFlags.None)
            | (run.SwapBacked ? KpageFlags.SwapBacked : KpageFlags.None)
            | (run.Mlocks.IsSet == true ? MlockFlags : KpageFlags.None)
            | (run.Slot is not null ? KpageFlags.SwapCache : KpageFlags.None)
            | (run.Dirty ? KpageFlags.Dirty : KpageFlags.None);
    }
}
