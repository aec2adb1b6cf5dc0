using System.Globalization;
using RmapHarness.Engine.Memory;
using RmapHarness.Engine.Proc;

namespace RmapHarness.Reports.Picture;

/// <summary>Turns what /proc says of a process into cells: pages that look alike become one cell.</summary>
public static class ProcessCells
{
    /// <summary>The cells of pages first..end of a process, gaps between VMAs included.</summary>
    /// <param name="process">The process, of the model or of a kernel.</param>
    /// <param name="first">Virtual page number of the first page.</param>
    /// <param name="end">Virtual page number after the last page.</param>
    /// <param name="geometry">Sizes of pages and entries.</param>
    /// <param name="colours">The folios so far.</param>
    public static IReadOnlyList<PictureCell> Of(ProcSnapshot process, ulong first, ulong end, Geometry geometry, FolioColours colours)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(geometry);
        ArgumentNullException.ThrowIfNull(colours);
        var cells = new List<PictureCell>();
        var at = first;
        foreach (var run in process.Pages.Where(run => run.FirstPage < end && run.EndPage > first))
        {
            Add(cells, Gap(at, Math.Max(run.FirstPage, first)));
            at = Math.Max(run.FirstPage, first);
            var stop = Math.Min(run.EndPage, end);
            var pages = EntryPages(run, geometry);
            while (at < stop)
            {
                var to = pages == 1 ? stop : Math.Min(stop, at - (at % pages) + pages);
                Add(cells, CellOf(run, at, to, pages == 1 ? null : at - (at % pages), colours));
                at = to;
            }
        }

        Add(cells, Gap(at, end));
        return [.. cells.Select(cell => cell with { Title = TitleOf(cell, first) })];
    }

    private static PictureCell? Gap(ulong from, ulong to) =>
        from < to ? new PictureCell(from, to - from, CellKind.Unmapped, -1, "", true, null, "") : null;

    /// <summary>Whether a process tells which of its entries are large: the model does, and a kernel that has PAGEMAP_SCAN.</summary>
    public static bool TellsEntries(ProcSnapshot process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return process.Pages.Any(run => run.Level is not null || run.Scan != ScanCategories.None);
    }

    private static ulong EntryPages(PageRun run, Geometry geometry) =>
        (run.Level ?? (run.Scan.HasFlag(ScanCategories.Huge) ? MappingLevel.Pmd : MappingLevel.Pte)) is var level && level is MappingLevel.Pmd or MappingLevel.Pud
            ? (ulong)geometry.EntryPages(level)
            : 1;

    private static PictureCell CellOf(PageRun run, ulong from, ulong to, ulong? entry, FolioColours colours)
    {
        var kind = KindOf(run);
        var isPresent = kind == CellKind.Present;
        return new PictureCell(
            from,
            to - from,
            kind,
            isPresent ? colours.NumberOf(run) : -1,
            isPresent ? run.MapCount.ToString(CultureInfo.InvariantCulture) : "",
            run.Pagemap.HasFlag(PagemapBits.MmapExclusive),
            entry,
            "");
    }

    private static CellKind KindOf(PageRun run) =>
        run.Pagemap.HasFlag(PagemapBits.Swapped) ? CellKind.Swapped
        : !run.Pagemap.HasFlag(PagemapBits.Present) ? CellKind.None
        : (run.Flags & KpageFlags.ZeroPage) != 0 ? CellKind.Zero
        : CellKind.Present;

    private static void Add(List<PictureCell> cells, PictureCell? cell)
    {
        if (cell is null)
            return;
        if (cells.Count > 0 && cells[^1].End == cell.First && cells[^1] with { First = cell.First, Pages = cell.Pages } == cell)
            cells[^1] = cells[^1] with { Pages = cells[^1].Pages + cell.Pages };
        else
            cells.Add(cell);
    }

    private static string TitleOf(PictureCell cell, ulong origin)
    {
        var pages = cell.Pages == 1
            ? string.Create(CultureInfo.InvariantCulture, $"page {cell.First - origin}")
            : string.Create(CultureInfo.InvariantCulture, $"pages {cell.First - origin} to {cell.End - origin - 1}");
        return cell.Kind switch
        {
            CellKind.Unmapped => $"{pages}: not mapped",
            CellKind.None => $"{pages}: no entry",
            CellKind.Zero => $"{pages}: zero page",
            CellKind.Swapped => $"{pages}: swapped",
            _ => $"{pages}: folio {FolioName.Of(cell.Folio)}, kpagecount {cell.Text}, {(cell.Exclusive ? "exclusive" : "not exclusive")}{(cell.Entry is not null ? ", one large entry" : "")}",
        };
    }
}
