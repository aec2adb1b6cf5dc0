using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>mlock and munlock of the folios that a range maps (mm/mlock.c, mlock_pte_range).</summary>
internal static class MlockWalk
{
    /// <summary>Counts the folios of a range as locked once more, or once less.</summary>
    public static void Range(Machine machine, AddressSpace mm, long from, long to, bool locks)
    {
        for (var page = mm.PageTable.NextPresent(from, to); page < to; page = mm.PageTable.NextPresent(page, to))
        {
            mm.PageTable.TryFind(page, out var entry);
            if (!entry.NamesFrames)
                page = entry.End;
            else
                page = entry.Level == MappingLevel.Pmd ? OnPmds(machine, entry, to, locks) : OnPtes(machine, mm, entry, to, locks);
        }
    }

    // VMAs do not end inside a huge PMD.
    private static long OnPmds(Machine machine, in Extent entry, long to, bool locks)
    {
        var pages = Math.Min(entry.Pages, to - entry.Page);
        foreach (var (run, _, _) in machine.Memory.Isolate(entry.Frame, pages))
        {
            if (run.Kind != FolioKind.HugeZero)
                Count(run, locks);
        }

        return entry.Page + pages;
    }

    private static long OnPtes(Machine machine, AddressSpace mm, in Extent entry, long to, bool locks)
    {
        var batch = FolioBatch.At(machine, mm, entry, to);
        var counts = !batch.Run.IsLarge || (machine.Profile.MlocksLargeFolios && (batch.CoversFolio || !locks));
        if (counts)
            Count(batch.Run, locks);
        return batch.Page + batch.Pages;
    }

    private static void Count(FolioRun run, bool locks)
    {
        if (locks)
            run.Mlock();
        else
            run.Munlock();
    }
}
