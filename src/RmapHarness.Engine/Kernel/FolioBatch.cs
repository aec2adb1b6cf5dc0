using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Kernel;

/// <summary>Neighbouring PTEs of one mm that go together: of small folios with one history, or consecutive pages of one large folio.</summary>
/// <param name="Run">The folios; isolated.</param>
/// <param name="Page">Virtual page number of the first.</param>
/// <param name="Pages">How many.</param>
internal readonly record struct FolioBatch(FolioRun Run, long Page, long Pages)
{
    /// <summary>Whether the batch is all of a large folio.</summary>
    public bool CoversFolio => Run.IsLarge && Pages == Run.FolioPages;

    /// <summary>The batch that begins with an entry and ends below a limit; of the flags only that of userfaultfd ends it, and whether arm64 has folded it (folio_pte_batch).</summary>
    public static FolioBatch At(Machine machine, AddressSpace mm, in Extent entry, long limit)
    {
        var run = machine.Memory.Find(entry.Frame);
        var pages = Math.Min(entry.Pages, limit - entry.Page);
        if (run.IsLarge)
        {
            var left = run.FolioPages - run.PageIndex(entry.Frame);
            limit = Math.Min(Math.Min(limit, entry.Page + left), machine.PmdStart(entry.Page) + machine.PmdPages);
            limit = ContiguousEntries.EndOfBatch(machine, mm, entry.Page, limit);
            pages = Math.Min(pages, limit - entry.Page);
            while (entry.Page + pages < limit
                && mm.PageTable.TryFind(entry.Page + pages, out var next)
                && next.NamesFrames
                && ((next.Flags ^ entry.Flags) & EntryFlags.UffdWp) == 0
                && next.Frame == entry.Frame + pages)
            {
                pages = Math.Min(limit - entry.Page, pages + next.Pages);
            }
        }

        foreach (var (isolated, _, count) in machine.Memory.Isolate(entry.Frame, pages))
            return new FolioBatch(isolated, entry.Page, count);
        throw new InvalidOperationException("an entry without pages");
    }

    /// <summary>Takes flags away from every entry of the batch.</summary>
    public void ClearFlags(AddressSpace mm, EntryFlags flags)
    {
        foreach (var extent in mm.PageTable.Copy(Page, Page + Pages))
            mm.PageTable.Set(extent with { Flags = extent.Flags & ~flags });
    }
}
