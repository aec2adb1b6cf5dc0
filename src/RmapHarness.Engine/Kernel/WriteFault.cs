using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>Stores to pages that have an entry: the hardware's dirty bit, copy-on-write and reuse (mm/memory.c, do_wp_page; mm/huge_memory.c,
/// do_huge_pmd_wp_page).</summary>
internal static class WriteFault
{
    private const EntryFlags Reused = EntryFlags.Writable | EntryFlags.Dirty | EntryFlags.AnonExclusive;

    /// <summary>Stores to all pages of a part of an extent. Returns how many pages were served: at least one, or none if userfaultfd protects the first.</summary>
    public static long OnPresent(Machine machine, AddressSpace mm, Vma vma, in Extent entry)
    {
        if ((entry.Flags & EntryFlags.UffdWp) != 0)
            return mm.UffdIsAsync == true ? OnProtected(machine, mm, vma, entry) : 0;
        if (entry.Level == MappingLevel.Pmd)
            return OnHuge(machine, mm, vma, entry);
        if ((entry.Flags & EntryFlags.ZeroPage) != 0)
        {
            AnonymousFault.MapNewSmall(machine, mm, vma, entry.Page, entry.Pages);
            return entry.Pages;
        }

        if (vma.IsShared)
            return OnShared(machine, mm, entry);
        if ((entry.Flags & EntryFlags.Writable) != 0)
        {
            ContiguousEntries.MarkDirty(machine, mm, entry);
            return entry.Pages;
        }

        if ((entry.Flags & EntryFlags.AnonExclusive) != 0)
        {
            ContiguousEntries.BecomeWritable(machine, mm, entry);
            mm.PageTable.Set(entry with { Flags = entry.Flags | EntryFlags.Writable | EntryFlags.Dirty });
            return entry.Pages;
        }

        return OnReadOnly(machine, mm, vma, entry);
    }

    // The protection ends, of no more than one page table at a time: a huge PMD is split for it (wp_huge_pmd).
    private static long OnProtected(Machine machine, AddressSpace mm, Vma vma, in Extent entry)
    {
        var limit = entry.End;
        if (entry.Level == MappingLevel.Pmd)
        {
            PmdSplit.Under(machine, mm, entry.Page);
            limit = Math.Min(limit, machine.PmdStart(entry.Page) + machine.PmdPages);
        }

        mm.PageTable.TryFind(entry.Page, out var found);
        var pte = found.Slice(entry.Page, limit);
        pte = pte with { Flags = pte.Flags & ~EntryFlags.UffdWp };
        mm.PageTable.Set(pte);
        return OnPresent(machine, mm, vma, pte);
    }

    private static long OnShared(Machine machine, AddressSpace mm, in Extent entry)
    {
        if ((entry.Flags & EntryFlags.Writable) != 0)
        {
            ContiguousEntries.MarkDirty(machine, mm, entry);
            return entry.Pages;
        }

        foreach (var (run, _, _) in machine.Memory.Isolate(entry.Frame, entry.Pages))
            run.Dirty = true;
        ContiguousEntries.BecomeWritable(machine, mm, entry);
        mm.PageTable.Set(entry with { Flags = entry.Flags | EntryFlags.Writable | EntryFlags.Dirty });
        return entry.Pages;
    }

    private static long OnHuge(Machine machine, AddressSpace mm, Vma vma, in Extent entry)
    {
        // Whole PMDs, as many as have had the same history: neighbours may be shared differently.
        var start = machine.PmdStart(entry.Page);
        mm.PageTable.TryFind(start, out var found);
        var run = machine.Memory.Find(found.Frame);
        var end = Math.Min(machine.PmdStart(entry.End + machine.PmdPages - 1), start + run.EndFrame - found.Frame);
        var pmd = found with { Pages = end - start };
        var served = Math.Min(entry.End, end) - entry.Page;
        if (run.Kind == FolioKind.HugeZero)
        {
            if (machine.Profile.HugeZeroWriteGivesThp)
            {
                AnonymousFault.MapNewHuge(machine, mm, vma, start, pmd.Pages);
                return served;
            }

            PmdSplit.Of(machine, mm, pmd);
            AnonymousFault.MapNewSmall(machine, mm, vma, entry.Page, served);
            return served;
        }

        if (run.Kind != FolioKind.Anon && !vma.IsShared)
        {
            // The huge PMD goes, and the pages beside those that are copied with it.
            PmdSplit.Of(machine, mm, pmd);
            return FileFault.OnNone(machine, mm, vma, entry.Page, entry.Page + served, write: true);
        }

        if (vma.IsShared || (pmd.Flags & (EntryFlags.Writable | EntryFlags.AnonExclusive)) != 0)
        {
            mm.PageTable.Set(pmd with { Flags = pmd.Flags | EntryFlags.Writable | EntryFlags.Dirty });
            return served;
        }

        // The only reference of each is its PMD: keep it whole.
        if (run.Counters.Mapcount == 1 && !run.IsHeld)
        {
            mm.PageTable.Set(pmd with { Flags = pmd.Flags | Reused });
            return served;
        }

        PmdSplit.Of(machine, mm, pmd);
        mm.PageTable.TryFind(entry.Page, out var pte);
        return OnReadOnly(machine, mm, vma, pte with { Pages = served });
    }

    private static long OnReadOnly(Machine machine, AddressSpace mm, Vma vma, in Extent entry)
    {
        var run = machine.Memory.Find(entry.Frame);
        if (!run.IsLarge)
        {
            long served = 0;
            foreach (var (small, _, count) in machine.Memory.Isolate(entry.Frame, entry.Pages).ToList())
            {
                if (small.IsLarge)
                    break;
                var part = entry with { Page = entry.Page + served, Pages = count, Frame = entry.Frame + served };
                if (small.Kind == FolioKind.Anon && !small.IsKsm && small.Counters.Mapcount == 1 && !small.IsHeld && SwapCache.TryFree(machine, small))
                    mm.PageTable.Set(part with { Flags = part.Flags | Reused });
                else
                    Copy(machine, mm, vma, part);
                served += count;
            }

            return served;
        }

        var (large, _, pages) = machine.Memory.Isolate(entry.Frame, entry.Pages).First();
        return OnLarge(machine, mm, vma, large, entry with { Pages = pages });
    }

    private static long OnLarge(Machine machine, AddressSpace mm, Vma vma, FolioRun run, in Extent entry)
    {
        if (run.Kind == FolioKind.Anon && CanReuse(machine, mm, run))
        {
            ContiguousEntries.BecomeWritable(machine, mm, entry);
            // The last-mapping rule holds for one page only, the exclusive rule for as long as nothing is unmapped.
            mm.PageTable.Set(entry with { Flags = entry.Flags | Reused });
            return entry.Pages;
        }

        // Each copy takes one mapping away, which may change the next decision for the same folio.
        var each = entry.Pages / run.Count;
        var uniform = machine.Profile.LargeFolioReuse switch
        {
            LargeFolioReuse.Never => each,
            LargeFolioReuse.LastMapping => Math.Min(each, Math.Max(1, run.Counters.Mapcount - 1)),
            LargeFolioReuse.WhenExclusive => run.Owners.BatchIsNeutral(mm.Id, each) ? each : 1,
            _ => 1,
        };
        var served = uniform == each ? entry.Pages : uniform;
        Copy(machine, mm, vma, entry with { Pages = served });
        return served;
    }

    private static bool CanReuse(Machine machine, AddressSpace mm, FolioRun run) => machine.Profile.LargeFolioReuse switch
    {
        LargeFolioReuse.LastMapping => run.Counters.Mapcount == 1 && !run.IsHeld,
        LargeFolioReuse.WhenExclusive => run.Counters.Mapcount > 1 && !run.Owners.MaybeMappedShared(run, mm.Id) && SwapCache.TryFree(machine, run) && !run.IsHeld,
        _ => false,
    };

    private static void Copy(Machine machine, AddressSpace mm, Vma vma, in Extent old)
    {
        var copy = AnonymousFault.MapNewSmall(machine, mm, vma, old.Page, old.Pages);
        machine.Memory.Contents.Copy(old.Frame, copy, old.Pages);
        Zap.Release(machine, mm, vma, old, onePageEach: true);
    }
}
