using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// Reclaim of folios that MADV_FREE gave up: what was stored to since is kept, the rest is dropped (mm/rmap.c, try_to_unmap_one;
/// mm/huge_memory.c, __discard_anon_folio_pmd_locked).
/// </summary>
internal static class LazyFreeReclaim
{
    /// <summary>Drops the pages of a batch, which is all that maps its folios, or makes them ordinary memory again.</summary>
    public static void Discard(Machine machine, AddressSpace mm, in FolioBatch batch)
    {
        var (run, end) = (batch.Run, batch.Page + batch.Pages);
        if (!machine.Profile.DropsLazyFreePmds)
            PmdSplit.Under(machine, mm, batch.Page);
        var extents = mm.PageTable.Copy(batch.Page, end);
        var stored = extents.FindIndex(extent => (extent.Flags & EntryFlags.Dirty) != 0);
        var kept = run.Dirty ? batch.Page : stored < 0 ? end : extents[stored].Page;
        if (kept == end)
        {
            Drop(machine, mm, extents);
            return;
        }

        run.Dirty = true;
        run.SwapBacked = true;
        if (machine.Profile.KeepsDirtyLazyFreePmds && extents[0].Level == MappingLevel.Pmd)
            return;
        PmdSplit.Under(machine, mm, batch.Page);

        // Entries go one by one up to the first that says that its page was stored to, or all in one go that is taken back.
        if (!machine.Profile.UnmapsLazyFreeInBatches)
            Drop(machine, mm, mm.PageTable.Copy(batch.Page, kept));
    }

    private static void Drop(Machine machine, AddressSpace mm, List<Extent> extents)
    {
        foreach (var extent in extents)
        {
            mm.PageTable.Clear(extent.Page, extent.End);
            Zap.Release(machine, mm, mm.Find(extent.Page)!, extent);
        }
    }
}
