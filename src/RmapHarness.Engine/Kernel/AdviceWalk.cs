using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// The walk that MADV_FREE, MADV_COLD and MADV_PAGEOUT share: it does not disturb folios that others map, and splits those that the range covers in
/// part (mm/madvise.c, madvise_free_pte_range and madvise_cold_or_pageout_pte_range; mm/huge_memory.c, madvise_free_huge_pmd).
/// </summary>
internal abstract class AdviceWalk
{
    /// <summary>Advises the pages of a range inside one VMA.</summary>
    public void Range(Machine machine, AddressSpace mm, long from, long to)
    {
        for (var page = mm.PageTable.NextPresent(from, to); page < to; page = mm.PageTable.NextPresent(page, to))
        {
            mm.PageTable.TryFind(page, out var entry);
            if (entry.IsSwapped)
                OnSwapped(machine, mm, entry.Slice(page, to));
            if (!entry.NamesFrames)
                page = entry.End;
            else
                page = entry.Level == MappingLevel.Pmd ? OnPmd(machine, mm, entry, to) : OnPtes(machine, mm, entry, to);
        }
    }

    /// <summary>What happens to folios that are covered whole.</summary>
    protected abstract void Apply(Machine machine, AddressSpace mm, in FolioBatch batch);

    /// <summary>What happens to swapped pages: nothing, unless an advice says so.</summary>
    protected virtual void OnSwapped(Machine machine, AddressSpace mm, in Extent swapped)
    {
    }

    /// <summary>Whether a huge PMD's folio is left alone because others may map it.</summary>
    protected abstract bool IsPmdShared(Machine machine, AddressSpace mm, FolioRun run);

    /// <summary>Up to 6.9: whether a PTE-mapped large folio ends the walk of its page table because others may map it.</summary>
    /// <param name="run">The folio.</param>
    /// <param name="index">Index in it of the page that the walk has reached.</param>
    protected abstract bool StopsAt(FolioRun run, long index);

    private long OnPmd(Machine machine, AddressSpace mm, in Extent entry, long to)
    {
        var start = machine.PmdStart(entry.Page);
        var end = Math.Min(start + machine.PmdPages, to);
        var run = machine.Memory.Find(entry.Frame);
        if (run.Kind == FolioKind.HugeZero || IsPmdShared(machine, mm, run))
            return end;
        var (folio, _, _) = machine.Memory.Isolate(entry.Frame, machine.PmdPages - (entry.Page - start)).First();
        if (end - entry.Page == machine.PmdPages)
        {
            Apply(machine, mm, new FolioBatch(folio, entry.Page, machine.PmdPages));
            return end;
        }

        return TrySplit(machine, folio) ? entry.Page : end;
    }

    private static bool TrySplit(Machine machine, FolioRun folio)
    {
        if (folio.IsHeld)
            machine.Thps.SplitFailed(folio, 1);
        else
            FolioSplit.ToPages(machine, folio);
        return !folio.IsHeld;
    }

    private long OnPtes(Machine machine, AddressSpace mm, in Extent entry, long to)
    {
        var batch = FolioBatch.At(machine, mm, entry, to);
        var end = batch.Page + batch.Pages;
        if (batch.Run.IsLarge && !machine.Profile.AdviceKeepsCoveredFolios)
        {
            return !StopsAt(batch.Run, batch.Run.PageIndex(entry.Frame)) && TrySplit(machine, batch.Run)
                ? entry.Page
                : machine.PmdStart(entry.Page) + machine.PmdPages;
        }

        if (batch.Run.IsLarge && !batch.CoversFolio)
        {
            return !batch.Run.Owners.MaybeMappedShared(batch.Run, mm.Id) && TrySplit(machine, batch.Run) ? entry.Page : end;
        }

        Apply(machine, mm, batch);
        return end;
    }
}
