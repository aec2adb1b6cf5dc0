using RmapHarness.Engine.Memory;

namespace RmapHarness.Engine.Rmap;

/// <summary>The one seam between page tables and accounting: every entry that comes or goes passes here.</summary>
public static class ReverseMap
{
    /// <summary>An mm has new entries for a range of pages of a run.</summary>
    /// <param name="run">The folios, from <see cref="PhysicalMemory.Isolate"/>.</param>
    /// <param name="first">Index of the first page inside the folio.</param>
    /// <param name="pages">Base pages mapped in the whole run.</param>
    /// <param name="entryPages">Base pages that each of the entries maps (<see cref="Geometry.EntryPages"/>).</param>
    /// <param name="mm">Number of the mm.</param>
    public static void Map(FolioRun run, long first, long pages, long entryPages, int mm)
    {
        ArgumentNullException.ThrowIfNull(run);
        var each = pages / run.Count;
        var entry = EntryPages(run, entryPages);
        run.Counters.Map(first, each, entry);
        run.Owners.Added(mm, each / entry, run.Counters.Mapcount);
    }

    /// <summary>Entries of an mm go away in one batch; the inverse of <see cref="Map"/>.</summary>
    public static void Unmap(FolioRun run, long first, long pages, long entryPages, int mm)
    {
        ArgumentNullException.ThrowIfNull(run);
        var each = pages / run.Count;
        var entry = EntryPages(run, entryPages);
        run.Counters.Unmap(first, each, entry);
        run.Owners.Removed(mm, each / entry, run.Counters.Mapcount);
    }

    // Several entries of the page table may stand for one mapping of a huge page (arm64: contiguous PTEs or PMDs).
    private static long EntryPages(FolioRun run, long entryPages) => run.IsHugetlb ? run.FolioPages : entryPages;
}
