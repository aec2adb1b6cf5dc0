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
        run.Counters.Map(first, each, entryPages);
        run.Owners.Added(mm, each / entryPages, run.Counters.Mapcount);
    }

    /// <summary>Entries of an mm go away in one batch; the inverse of <see cref="Map"/>.</summary>
    public static void Unmap(FolioRun run, long first, long pages, long entryPages, int mm)
    {
        ArgumentNullException.ThrowIfNull(run);
        var each = pages / run.Count;
        run.Counters.Unmap(first, each, entryPages);
        run.Owners.Removed(mm, each / entryPages, run.Counters.Mapcount);
    }
}
