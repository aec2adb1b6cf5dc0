using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// split_huge_pages of debugfs: the large folios that a process maps in a range are split, each found by its first page there; what cannot be split is tried again
/// at every page, and left as it is without a word (mm/huge_memory.c, split_huge_pages_pid).
/// </summary>
internal static class SplitFile
{
    /// <summary>Splits what is mapped from one page to another, up to the first hole between VMAs. Returns 0.</summary>
    public static int Range(Machine machine, AddressSpace mm, long from, long to, int order)
    {
        for (var page = from; page < to && mm.Find(page) is { } vma;)
        {
            var end = Math.Min(to, vma.End);
            if (!vma.IsHugetlb && ((vma.Flags & VmFlags.Access) != 0 || machine.Profile.SplitFindsInaccessible))
                InVma(machine, mm, page, end, order);
            page = end;
        }

        return Errno.None;
    }

    private static void InVma(Machine machine, AddressSpace mm, long from, long to, int order)
    {
        for (var page = mm.PageTable.NextPresent(from, to); page < to; page = mm.PageTable.NextPresent(page, to))
        {
            mm.PageTable.TryFind(page, out var entry);
            var run = entry.NamesFrames ? machine.Memory.Find(entry.Frame) : null;
            if (run is null || run.Kind == FolioKind.HugeZero || order >= run.Order)
            {
                page += run is null ? entry.Pages : Math.Min(entry.Pages, run.EndFrame - entry.Frame);
                continue;
            }

            var (folio, first, _) = machine.Memory.Isolate(entry.Frame, 1).First();
            var pages = Math.Min(folio.FolioPages - first, Math.Min(entry.End, to) - page);
            if (folio.IsHeld)
            {
                // Left out before it counts as a failure.
                page += pages;
                continue;
            }

            if (CanSplit(machine.Profile, folio, order))
            {
                if (!machine.Profile.SplitStopsAtPmd || !StopsAtPmd(machine, folio))
                    FolioSplit.To(machine, folio, order);
                else
                    pages = 1;
            }
            else if (machine.Profile.CountsRefusedSplits)
                machine.Thps.SplitFailed(folio, pages);
            page += pages;
        }
    }

    // The walk of those who map it ends at the first huge PMD, which is split. If that is not the last of them, the folio is still mapped, and the next page is
    // another try.
    private static bool StopsAtPmd(Machine machine, FolioRun folio)
    {
        if (folio.Kind != FolioKind.Anon)
            return false;
        var mappings = FolioMappings.Of(machine, folio);
        var first = mappings.FindIndex(mapping => mapping.Entry.Level == MappingLevel.Pmd);
        if (first < 0 || first == mappings.Count - 1)
            return false;
        machine.Thps.Unmapping(folio, mappings.Take(first + 1).Select(mapping => mapping.Entry));
        machine.Thps.SplitFailed(folio, 1);
        PmdSplit.Under(machine, mappings[first].Mm, mappings[first].Entry.Page);
        return true;
    }

    private static bool CanSplit(KernelProfile profile, FolioRun folio, int order) =>
        order == 0 || (folio.Kind == FolioKind.Anon ? order > 1 && folio.Slot is null : profile.SplitsShmemIntoLargeFolios);
}
