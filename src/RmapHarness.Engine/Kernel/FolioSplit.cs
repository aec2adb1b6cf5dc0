using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>A large folio becomes smaller ones: split_huge_page (mm/huge_memory.c).</summary>
internal static class FolioSplit
{
    /// <summary>Splits one folio into small ones for all who map it; pages that nobody maps are freed.</summary>
    public static void ToPages(Machine machine, FolioRun folio) => To(machine, folio, 0);

    /// <summary>Splits one folio into folios of an order, in the same way.</summary>
    public static void To(Machine machine, FolioRun folio, int order)
    {
        if (folio.Kind != FolioKind.Anon)
        {
            FileFolioSplit.To(machine, folio, order);
            return;
        }

        var mappings = FolioMappings.Of(machine, folio);
        machine.Thps.Splitting(folio, mappings.Select(mapping => mapping.Entry));
        mappings = FolioMappings.AsPtes(machine, folio, mappings);
        var dirty = folio.Dirty || mappings.Exists(mapping => (mapping.Entry.Flags & EntryFlags.Dirty) != 0);
        var pieces = machine.Memory.Split(folio, order);
        pieces.Dirty = dirty;
        var (first, count) = (pieces.FirstFrame, pieces.EndFrame - pieces.FirstFrame);

        // Every mapping is a migration entry while the folio is split, so the new folios start to count from nothing.
        foreach (var (mm, entry) in mappings)
        {
            var locked = mm.Find(entry.Page) is { IsLocked: true };
            var at = entry;
            foreach (var (same, word, _) in machine.Memory.Contents.Of(entry.Frame, entry.Pages).ToList())
            {
                var part = at.Slice(at.Page, at.Page + same);
                at = at.Slice(part.End, at.End);
                if (order == 0 && word == 0 && !locked && machine.Profile.SplitDropsZeroPages)
                    RemapZeros(machine, mm, part);
                else
                    Remap(machine, mm, part, locked);
            }
        }

        foreach (var (run, _, _) in machine.Memory.Isolate(first, count).ToList())
        {
            if (!run.Counters.IsMapped)
                machine.Memory.Free(run);
        }
    }

    // What an earlier mapping's owner has locked again keeps its pages for the later ones, too (mm/migrate.c, try_to_map_unused_to_zeropage).
    private static void RemapZeros(Machine machine, AddressSpace mm, in Extent entry)
    {
        var page = entry.Page;
        foreach (var (run, _, count) in machine.Memory.Isolate(entry.Frame, entry.Pages).ToList())
        {
            var part = entry.Slice(page, page + count);
            page += count;
            if (run.Mlocks.IsSet == false)
                mm.PageTable.Set(new Extent(part.Page, part.Pages, PhysicalMemory.ZeroFrame, MappingLevel.Pte, EntryFlags.ZeroPage | (part.Flags & EntryFlags.UffdWp)));
            else
                Remap(machine, mm, part, locked: false);
        }
    }

    private static void Remap(Machine machine, AddressSpace mm, in Extent entry, bool locked)
    {
        foreach (var (run, index, mapped) in machine.Memory.Isolate(entry.Frame, entry.Pages))
        {
            ReverseMap.Map(run, index, mapped, 1, mm.Id);
            if (locked && !run.IsLarge)
                run.Mlock();
        }
    }
}
