using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Verdicts.Diff;

/// <summary>What the model knows of the pages of a mismatch and no file of /proc shows; findings are narrowed by it.</summary>
/// <param name="Level">Level of the entries that map the pages; null if nothing maps them.</param>
/// <param name="Zero">Whether they are the zero page or the huge zero folio.</param>
/// <param name="FirstOfEntry">The pagemap bits that are expected of the first page of the same page table entry.</param>
/// <param name="Entry">The entry that is expected.</param>
/// <param name="Reprotected">Whether the folios of all of them can lack PG_dirty, since mprotect or userfaultfd changed a huge PMD while it was dirty.</param>
public readonly record struct PageContext(
    MappingLevel? Level, bool Zero, PagemapBits FirstOfEntry, PageEntry Entry = PageEntry.Present, bool Reprotected = false)
{
    /// <summary>The context of a page inside an expected run.</summary>
    /// <param name="process">What is expected of the process.</param>
    /// <param name="run">The run that holds the pages.</param>
    /// <param name="page">Virtual page number of the first one.</param>
    /// <param name="pages">How many.</param>
    /// <param name="pmdPages">Base pages below one PMD entry.</param>
    internal static PageContext Of(ProcSnapshot process, in PageRun run, ulong page, ulong pages, long pmdPages)
    {
        var first = run.Pagemap;
        if (run.Level == MappingLevel.Pmd)
        {
            var start = page & ~((ulong)pmdPages - 1);
            first = process.Pages.First(other => other.EndPage > start).Pagemap;
        }

        return new PageContext(run.Level, (run.Flags & KpageFlags.ZeroPage) != 0, first, EntryOf(run.Pagemap), AreReprotected(process, (long)page, (long)(page + pages)));
    }

    // Several VMAs may hold them.
    private static bool AreReprotected(ProcSnapshot process, long first, long end) =>
        process.Vmas.SelectMany(vma => vma.ReprotectedFolios).Sum(range => Math.Max(0, Math.Min(end, range.End) - Math.Max(first, range.First))) == end - first;

    private static PageEntry EntryOf(PagemapBits bits) =>
        (bits & PagemapBits.Present) != 0 ? PageEntry.Present : (bits & PagemapBits.Swapped) != 0 ? PageEntry.Swapped : PageEntry.None;
}
