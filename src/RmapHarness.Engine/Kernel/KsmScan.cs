using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>One full scan of ksmd over all mergeable memory (mm/ksm.c, scan_get_next_rmap_item and cmp_and_merge_page).</summary>
internal sealed class KsmScan
{
    private readonly Machine machine;
    private readonly Dictionary<ulong, long> stable;

    // The unstable tree: by content, the first page of this scan that has it.
    private readonly Dictionary<ulong, (AddressSpace Mm, long Page)> unstable = [];
    private readonly Dictionary<(int Mm, long Page), ulong> seen = [];

    private KsmScan(Machine machine)
    {
        this.machine = machine;
        stable = machine.Memory.Runs.Where(run => run.IsKsm)
            .SelectMany(run => Enumerable.Range(0, (int)run.Count).Select(i => run.FirstFrame + i))
            .ToDictionary(Content);
    }

    /// <summary>Scans once. Returns whether anything was done that another scan could go on with.</summary>
    public static bool Run(Machine machine)
    {
        var scan = new KsmScan(machine);
        machine.Ksm.Mms.RemoveAll(id => !machine.AddressSpaceOf(id).Vmas.Any(Ksm.IsMergeable));
        var changed = false;
        foreach (var mm in machine.Ksm.Mms.Select(machine.AddressSpaceOf))
        {
            foreach (var vma in mm.Vmas.Where(vma => Ksm.IsMergeable(vma) && vma.AnonVma is not null).ToList())
            {
                for (var page = mm.PageTable.NextPresent(vma.Start, vma.End); page < vma.End; page = mm.PageTable.NextPresent(page + 1, vma.End))
                    changed |= scan.Page(mm, vma, page);
            }
        }

        // What was not there this time is new the next time.
        machine.Ksm.Seen = scan.seen;
        return changed;
    }

    private ulong Content(long frame) => machine.Memory.Contents.Of(frame, 1).First().Word;

    private bool Page(AddressSpace mm, Vma vma, long page)
    {
        if (!Find(mm, page, out var entry, out var run))
            return false;
        var content = Content(entry.Frame);
        seen[(mm.Id, page)] = content;
        if (run.IsKsm)
            return false;

        // What changed since the last scan is left alone.
        if (!machine.Ksm.Seen.TryGetValue((mm.Id, page), out var before) || before != content)
            return true;
        if (stable.TryGetValue(content, out var frame))
            return Merge(mm, vma, page, frame);
        if (unstable.TryAdd(content, (mm, page)))
            return false;
        var tree = unstable[content];
        return Find(tree.Mm, tree.Page, out var other, out _) && other.Frame != entry.Frame && MergeTwo(mm, vma, page, tree, content);
    }

    // Anonymous pages only; those in the swap cache have more references than are looked at here.
    private bool Find(AddressSpace mm, long page, out Extent entry, out FolioRun run)
    {
        run = machine.Memory.HugeZero;
        if (!mm.PageTable.TryFind(page, out entry) || !entry.NamesFrames)
            return false;
        entry = entry with { Pages = 1, Level = MappingLevel.Pte };
        run = machine.Memory.Find(entry.Frame);
        return run.Kind == FolioKind.Anon;
    }

    // The later page becomes the shared one (try_to_merge_two_pages).
    private bool MergeTwo(AddressSpace mm, Vma vma, long page, (AddressSpace Mm, long Page) tree, ulong content)
    {
        Find(mm, page, out var entry, out var run);
        Find(tree.Mm, tree.Page, out var other, out _);
        if (run.IsLarge && other.Frame >= run.FirstFrame && other.Frame < run.EndFrame && SameFolio(run, entry.Frame, other.Frame))
        {
            RefuseHeld(run, entry);
            // The scan has a reference of each, and one is too many: split when both are given back, and merged by the next scan.
            machine.Thps.SplitFailed(run, 1);
            return Split(entry);
        }

        if (!Protect(mm, page, out entry))
            return true;
        var (ksm, _, _) = machine.Memory.Isolate(entry.Frame, 1).First();
        ksm.IsKsm = true;
        ksm.Dirty = true;
        if (Merge(tree.Mm, tree.Mm.Find(tree.Page)!, tree.Page, entry.Frame) && Find(tree.Mm, tree.Page, out other, out _) && other.Frame == entry.Frame)
            stable.Add(content, entry.Frame);
        else
            Ksm.Break(machine, mm, vma, entry);
        return true;
    }

    private static bool SameFolio(FolioRun run, long first, long second) =>
        (first - run.FirstFrame) >> run.Order == (second - run.FirstFrame) >> run.Order;

    // Maps the shared page in place of one that holds the same (try_to_merge_one_page, replace_page).
    private bool Merge(AddressSpace mm, Vma vma, long page, long frame)
    {
        if (!Protect(mm, page, out var entry))
            return true;
        var (ksm, _, _) = machine.Memory.Isolate(frame, 1).First();
        if (ksm.Counters.Mapcount >= Ksm.MostSharers)
            throw new UnmetExpectationException(-1, "more entries for one page of KSM than it takes (max_page_sharing) are not modelled");
        Rmap.ReverseMap.Map(ksm, 0, 1, 1, mm.Id);
        if (vma.IsLocked)
            ksm.Mlock();
        mm.PageTable.Set(entry with { Frame = frame, Flags = EntryFlags.None });
        Zap.Release(machine, mm, vma, entry);
        return true;
    }

    // A large folio is split first; the page can then be a zero page that KSM leaves alone. The entry becomes read-only and clean (write_protect_page).
    private bool Protect(AddressSpace mm, long page, out Extent entry)
    {
        Find(mm, page, out entry, out var run);
        RefuseHeld(run, entry);
        if (run.IsLarge && Split(entry) && !Find(mm, page, out entry, out _))
            return false;
        foreach (var (small, _, _) in machine.Memory.Isolate(entry.Frame, 1))
            small.Dirty |= (entry.Flags & EntryFlags.Dirty) != 0;
        entry = entry with { Flags = EntryFlags.None };
        mm.PageTable.Set(entry);
        return true;
    }

    private static void RefuseHeld(FolioRun run, in Extent entry)
    {
        if (run.IsHeld || run.Slot is not null || (entry.Flags & EntryFlags.UffdWp) != 0)
            throw new UnmetExpectationException(-1, "KSM of pages that are held, in the swap cache or watched by userfaultfd is not modelled");
    }

    private bool Split(in Extent entry)
    {
        var (folio, _, _) = machine.Memory.Isolate(entry.Frame, 1).First();
        if (FolioMappings.Of(machine, folio).Select(mapping => mapping.Mm).Distinct().Count() > 1)
            throw new UnmetExpectationException(-1, "KSM of a large folio that several processes map is not modelled");
        FolioSplit.ToPages(machine, folio);
        return true;
    }
}
