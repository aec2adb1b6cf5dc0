using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// The PTEs of a large folio that mprotect and userfaultfd change in one go: they are read as one, which is dirty if any is, and written back as that
/// (mm/mprotect.c, mprotect_folio_pte_batch; include/linux/pgtable.h, modify_prot_start_ptes and modify_prot_commit_ptes).
/// </summary>
internal static class ProtectionBatches
{
    /// <summary>Makes what is changed together equally dirty. Entries that differ in what they allow are not changed together.</summary>
    public static void GatherDirty(Machine machine, AddressSpace mm, long from, long to)
    {
        if (!machine.Profile.ProtectsInBatches)
            return;
        for (var page = mm.PageTable.NextPresent(from, to); page < to; page = mm.PageTable.NextPresent(page, to))
        {
            mm.PageTable.TryFind(page, out var entry);
            page = entry is { NamesFrames: true, Level: MappingLevel.Pte } ? Gather(machine, mm, entry, to) : entry.End;
        }
    }

    private static long Gather(Machine machine, AddressSpace mm, in Extent entry, long to)
    {
        const EntryFlags Compared = EntryFlags.Writable | EntryFlags.UffdWp;
        var run = machine.Memory.Find(entry.Frame);
        if (!run.IsLarge)
            return Math.Min(entry.End, entry.Page + run.EndFrame - entry.Frame);
        var limit = Math.Min(Math.Min(to, machine.PmdStart(entry.Page) + machine.PmdPages), entry.Page + run.FolioPages - run.PageIndex(entry.Frame));
        limit = ContiguousEntries.EndOfBatch(machine, mm, entry.Page, limit);
        var end = Math.Min(entry.End, limit);
        var flags = entry.Flags;
        while (end < limit && mm.PageTable.TryFind(end, out var next) && next.NamesFrames && next.Frame - entry.Frame == end - entry.Page
            && ((next.Flags ^ entry.Flags) & Compared) == 0)
        {
            flags |= next.Flags;
            end = Math.Min(next.End, limit);
        }

        if ((flags & EntryFlags.Dirty) != 0)
        {
            foreach (var part in mm.PageTable.Copy(entry.Page, end))
                mm.PageTable.Set(part with { Flags = part.Flags | EntryFlags.Dirty });
        }

        return end;
    }
}
