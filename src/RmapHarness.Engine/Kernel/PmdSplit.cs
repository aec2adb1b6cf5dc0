using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// A huge PMD becomes PTEs that map the same pages; the folio stays whole (mm/huge_memory.c, __split_huge_pmd_locked). One of a file just goes: faults
/// bring its pages back.
/// </summary>
internal static class PmdSplit
{
    /// <summary>Splits the huge PMD that lies across a page border, if there is one.</summary>
    public static void AtBorder(Machine machine, AddressSpace mm, long page)
    {
        if (page != machine.PmdStart(page))
            Under(machine, mm, page);
    }

    /// <summary>Splits the huge PMD that maps a page, if there is one.</summary>
    public static void Under(Machine machine, AddressSpace mm, long page)
    {
        if (!mm.PageTable.TryFind(page, out var found) || found.Level != MappingLevel.Pmd)
            return;
        mm.PageTable.TryFind(machine.PmdStart(page), out var pmd);
        Of(machine, mm, pmd with { Pages = machine.PmdPages });
    }

    /// <summary>Splits all huge PMDs of a part of an extent.</summary>
    public static void Of(Machine machine, AddressSpace mm, in Extent pmd)
    {
        machine.Thps.SplitPmds(pmd.Pages / machine.PmdPages);
        if (machine.Memory.Find(pmd.Frame).Kind == FolioKind.HugeZero)
        {
            mm.PageTable.Set(new Extent(pmd.Page, pmd.Pages, PhysicalMemory.ZeroFrame, MappingLevel.Pte, EntryFlags.ZeroPage | (pmd.Flags & EntryFlags.UffdWp)));
            return;
        }

        if (machine.Memory.Find(pmd.Frame).Kind != FolioKind.Anon)
        {
            Zap.Range(machine, mm, mm.Find(pmd.Page)!, pmd.Page, pmd.End);
            return;
        }

        foreach (var (run, first, count) in machine.Memory.Isolate(pmd.Frame, pmd.Pages))
        {
            run.Dirty |= (pmd.Flags & EntryFlags.Dirty) != 0;

            // The PTEs come before the PMD goes: the folio is never without a mapping meanwhile.
            ReverseMap.Map(run, first, count, 1, mm.Id);
            ReverseMap.Unmap(run, first, count, machine.PmdPages, mm.Id);
            if (mm.Find(pmd.Page) is { IsLocked: true } && !machine.Profile.MlocksWholeMappings)
                run.Munlock();
        }

        var flags = machine.Profile.PmdSplitKeepsDirty ? pmd.Flags : pmd.Flags & ~EntryFlags.Dirty;
        mm.PageTable.Set(pmd with { Level = MappingLevel.Pte, Flags = flags });
    }
}
