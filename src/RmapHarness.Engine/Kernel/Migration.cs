using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Rmap;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// Migration of folios: new ones take their place for all who map them, as they were mapped (mm/migrate.c, migrate_folio_unmap and migrate_folio_move;
/// mm/rmap.c, try_to_migrate_one).
/// </summary>
internal static class Migration
{
    /// <summary>Migrates the folios of a run, or one large folio, to a node.</summary>
    /// <exception cref="UnmetExpectationException">They are in a state that is not modelled.</exception>
    public static void To(Machine machine, FolioRun folios, int node)
    {
        if (folios.IsDeferred && machine.Profile.MigrationSplitsPartiallyMapped)
        {
            SplitFirst(machine, folios, node);
            return;
        }

        var mappings = FolioMappings.Of(machine, folios);
        var hasPtes = mappings.Exists(mapping => mapping.Entry.Level == MappingLevel.Pte);
        if (folios.IsHeld || folios.IsKsm || folios.Slot is not null)
            throw new UnmetExpectationException(-1, "migration of folios that are held, of KSM or in the swap cache is not modelled");
        if (folios.IsLarge && hasPtes && mappings.Exists(mapping => mapping.Mm.Find(mapping.Entry.Page) is { IsLocked: true }))
            throw new UnmetExpectationException(-1, "migration of locked large folios that PTEs map is not modelled");
        if (folios.IsLarge && folios.Kind == FolioKind.Anon && hasPtes)
            machine.Thps.Unmapping(folios, mappings.Select(mapping => mapping.Entry));

        var moved = machine.Memory.Allocate(folios.Kind, folios.Order, folios.Count);
        moved.Node = node;
        moved.Dirty = folios.Dirty || mappings.Exists(mapping => (mapping.Entry.Flags & EntryFlags.Dirty) != 0);
        moved.UpToDate = folios.UpToDate;
        moved.SwapBacked = folios.SwapBacked;
        if (folios.IsDeferred && machine.Profile.MigrationKeepsPartiallyMapped)
            machine.Thps.Requeue(moved);
        machine.Memory.Contents.Copy(folios.FirstFrame, moved.FirstFrame, folios.EndFrame - folios.FirstFrame);
        ReplaceInCaches(machine, folios, moved);
        foreach (var (mm, entry) in mappings)
            Remap(machine, mm, entry with { Frame = moved.FirstFrame + (entry.Frame - folios.FirstFrame) });
        machine.Thps.Migrated(moved);
        machine.Memory.Free(folios);
    }

    // A folio that waits to be split is, and what comes of it is migrated.
    private static void SplitFirst(Machine machine, FolioRun folio, int node)
    {
        if (folio.IsHeld || folio.Slot is not null)
            throw new UnmetExpectationException(-1, "migration of folios that are held or in the swap cache is not modelled");
        var (frame, end) = (folio.FirstFrame, folio.EndFrame);
        FolioSplit.ToPages(machine, folio);
        while (frame < end)
        {
            var pages = 1L;
            if (machine.Memory.Holds(frame))
            {
                var (run, _, count) = machine.Memory.Isolate(frame, end - frame).First();
                To(machine, run, node);
                pages = count;
            }

            frame += pages;
        }
    }

    private static void Remap(Machine machine, AddressSpace mm, in Extent entry)
    {
        mm.PageTable.Set(entry);
        var locked = mm.Find(entry.Page) is { IsLocked: true };
        foreach (var (run, first, pages) in machine.Memory.Isolate(entry.Frame, entry.Pages))
        {
            ReverseMap.Map(run, first, pages, machine.Profile.Geometry.EntryPages(entry.Level), mm.Id);
            if (locked)
                run.Mlock();
        }
    }

    private static void ReplaceInCaches(Machine machine, FolioRun old, FolioRun moved)
    {
        foreach (var file in machine.Files.Where(_ => old.Kind != FolioKind.Anon))
        {
            foreach (var cached in file.Cache.Extents.Where(extent => extent.Frame < old.EndFrame && extent.Frame + extent.Pages > old.FirstFrame).ToList())
            {
                var page = cached.Page - cached.Frame;
                var part = cached.Slice(page + old.FirstFrame, page + old.EndFrame);
                file.Cache.Set(part with { Frame = moved.FirstFrame + (part.Frame - old.FirstFrame) });
            }
        }
    }
}
