using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// Moving entries to other addresses: nothing is mapped or unmapped, so no count moves (mm/mremap.c, move_page_tables; mm/huge_memory.c,
/// move_huge_pmd).
/// </summary>
internal static class PageTableMove
{
    /// <summary>Moves the entries of from..end so that those of <paramref name="from"/> come to <paramref name="to"/>, where there are none.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="mm">The process.</param>
    /// <param name="from">First page.</param>
    /// <param name="end">The page behind the last one.</param>
    /// <param name="to">Where the first one goes.</param>
    /// <param name="isWatched">userfaultfd watches the range; its protection stays behind.</param>
    public static void Range(Machine machine, AddressSpace mm, long from, long end, long to, bool isWatched)
    {
        var shift = to - from;
        for (var at = from; at < end;)
        {
            // A piece lies below one PMD entry, at the old place and at the new one.
            var next = Math.Min(end, Math.Min(NextPmd(machine, at), NextPmd(machine, at + shift) - shift));
            if (!mm.PageTable.IsPmdNone(at))
                MovePiece(machine, mm, at, next, shift, isWatched);
            at = next;
        }
    }

    private static long NextPmd(Machine machine, long page) => machine.PmdStart(page) + machine.PmdPages;

    private static void MovePiece(Machine machine, AddressSpace mm, long from, long end, long shift, bool isWatched)
    {
        var table = mm.PageTable;
        var whole = end - from == machine.PmdPages;
        if (!whole)
            PmdSplit.Under(machine, mm, from);
        var extents = table.Copy(from, end);
        var hadTable = table.HasTable(from);
        table.Clear(from, end);
        mm.Reprotected.Move(from, end, shift);
        var (first, target) = (from / machine.PmdPages, (from + shift) / machine.PmdPages);
        if (hadTable)
            table.AddTables(target, target + 1);

        // A piece that is a whole page table moves with the table, unless its entries change.
        if (hadTable && whole && !(isWatched && machine.Profile.MovesProtectedEntriesOneByOne))
            table.FreeTables(first, first + 1);
        foreach (var extent in extents.Where(extent => !extent.IsUffdMarker))
            table.Set(extent with { Page = extent.Page + shift, Flags = extent.Flags & ~EntryFlags.UffdWp });
    }
}
