using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>
/// PTEs that arm64 has folded into one entry of its TLB: a naturally aligned block of one folio whose PTEs are alike has one dirty bit for all readers, and a
/// store sets it for all (arch/arm64/mm/contpte.c, contpte_ptep_get and contpte_ptep_set_access_flags).
/// </summary>
internal static class ContiguousEntries
{
    /// <summary>Marks PTEs dirty that could be written already, and with them the blocks that they lie in.</summary>
    public static void MarkDirty(Machine machine, AddressSpace mm, in Extent entry)
    {
        mm.PageTable.Set(entry with { Flags = entry.Flags | EntryFlags.Dirty });
        if (!machine.Profile.FoldsEntries || (entry.Flags & EntryFlags.Dirty) != 0)
            return;
        var pages = machine.Profile.Geometry.ContiguousPages;
        MarkBlock(machine, mm, entry.Page & -pages);
        if (((entry.End - 1) & -pages) is var last && last != (entry.Page & -pages))
            MarkBlock(machine, mm, last);
    }

    /// <summary>A fault makes PTEs writable: their blocks fall apart, and stay so although all may be alike again (contpte_try_unfold).</summary>
    public static void BecomeWritable(Machine machine, AddressSpace mm, in Extent entry)
    {
        if (machine.Profile.FoldsEntries && machine.Memory.Find(entry.Frame).IsLarge)
            Unfold(machine, mm, entry, entry.Page, entry.End);
    }

    /// <summary>
    /// mprotect or userfaultfd writes PTEs anew: blocks that are written as a whole are folded, others fall apart. One that is written page by page is folded with its
    /// last one (contpte_set_ptes and contpte_try_fold).
    /// </summary>
    public static void Rewrite(Machine machine, AddressSpace mm, long from, long to)
    {
        if (!machine.Profile.FoldsEntries)
            return;
        var pages = machine.Profile.Geometry.ContiguousPages;
        foreach (var entry in mm.PageTable.Copy(from, to).Where(entry => entry.NamesFrames && entry.Level == MappingLevel.Pte))
        {
            for (var block = entry.Page & -pages; block < entry.End; block += pages)
            {
                var (first, end) = (Math.Max(from, block), Math.Min(to, block + pages));
                var isWhole = end - first == pages || (end == block + pages && (!machine.Profile.ProtectsInBatches || first == end - 1));
                if (isWhole)
                    mm.UnfoldedBlocks?.Remove(block);
                else
                    Unfold(machine, mm, entry, Math.Max(first, entry.Page), Math.Min(end, entry.End));
            }
        }
    }

    /// <summary>
    /// The end of a batch of PTEs of one folio, at most a limit: a PTE that is folded does not compare equal to one that is not (mm/internal.h, folio_pte_batch; pte_same
    /// sees the contiguous bit).
    /// </summary>
    public static long EndOfBatch(Machine machine, AddressSpace mm, long page, long limit)
    {
        if (!machine.Profile.FoldsEntries || mm.UnfoldedBlocks is not { Count: > 0 })
            return limit;
        var pages = machine.Profile.Geometry.ContiguousPages;
        var block = page & -pages;
        var isFolded = IsFolded(machine, mm, block);
        do
            block += pages;
        while (block < limit && IsFolded(machine, mm, block) == isFolded);
        return Math.Min(block, limit);
    }

    /// <summary>The pages inside a range where a batch ends although page and frame go on.</summary>
    public static IReadOnlyList<long> Borders(Machine machine, AddressSpace mm, long from, long to)
    {
        if (!machine.Profile.FoldsEntries || mm.UnfoldedBlocks is not { Count: > 0 })
            return [];
        var borders = new List<long>();
        for (var page = mm.PageTable.NextPresent(from, to); page < to; page = mm.PageTable.NextPresent(page, to))
        {
            mm.PageTable.TryFind(page, out var entry);
            page = entry.Level == MappingLevel.Pte ? EndOfBatch(machine, mm, page, to) : entry.End;
            borders.Add(page);
        }

        return borders;
    }

    private static void Unfold(Machine machine, AddressSpace mm, in Extent entry, long from, long to)
    {
        var pages = machine.Profile.Geometry.ContiguousPages;
        for (var block = from & -pages; block < to; block += pages)
            (mm.UnfoldedBlocks ??= [])[block] = entry.Frame + (block - entry.Page);
    }

    private static void MarkBlock(Machine machine, AddressSpace mm, long start)
    {
        if (!IsFolded(machine, mm, start))
            return;
        foreach (var part in mm.PageTable.Copy(start, start + machine.Profile.Geometry.ContiguousPages))
            mm.PageTable.Set(part with { Flags = part.Flags | EntryFlags.Dirty });
    }

    private static bool IsFolded(Machine machine, AddressSpace mm, long start)
    {
        var pages = machine.Profile.Geometry.ContiguousPages;
        var parts = mm.PageTable.Copy(start, start + pages);
        if (parts.Count == 0 || parts[0] is not { Level: MappingLevel.Pte, NamesFrames: true } first || parts.Sum(part => part.Pages) != pages)
            return false;
        var isAlike = (first.Frame & (pages - 1)) == 0 && parts.TrueForAll(part =>
            part.Level == MappingLevel.Pte && part.NamesFrames && part.Frame - first.Frame == part.Page - start && ((part.Flags ^ first.Flags) & ~EntryFlags.Dirty) == 0);
        if (!isAlike || machine.Memory.Find(first.Frame) is not { IsLarge: true } run || run.PageIndex(first.Frame) + pages > run.FolioPages)
            return false;
        // Another folio that is mapped there since was folded when it was.
        return !(mm.UnfoldedBlocks is { } blocks && blocks.TryGetValue(start, out var unfolded) && unfolded == first.Frame);
    }
}
