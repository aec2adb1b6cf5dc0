using System.Globalization;

namespace RmapHarness.Reports.Picture;

/// <summary>Cuts strips down to the neighbourhood of what differs; the rest becomes one cell that says what is left out.</summary>
/// <param name="most">How many cells of a strip are kept, at least 2; fewer processes are, too.</param>
internal sealed class PictureCrop(int most)
{
    private const int CellsPerProcess = 4;

    /// <summary>The strips of each process, in their order: what is expected, then what is observed.</summary>
    /// <param name="processes">The strips of each process, expected and observed of one mapping beside each other.</param>
    /// <returns>What is kept, and how many processes are left out.</returns>
    public (IReadOnlyList<IReadOnlyList<PicturePair>> Processes, int LeftOut) Crop(IReadOnlyList<IReadOnlyList<PicturePair>> processes)
    {
        var different = processes.Where(pairs => pairs.Any(pair => pair.FirstDifference is not null)).ToList();
        var kept = (different.Count > 0 ? different : [.. processes]).Take(Math.Max(1, most / CellsPerProcess)).ToList();
        var windows = kept.SelectMany(pairs => pairs).GroupBy(pair => pair.Expected.Mapping)
            .ToDictionary(group => group.Key, group => WindowOf([.. group]), StringComparer.Ordinal);
        return (
            [
                .. kept.Select(pairs => pairs.Select(pair =>
                {
                    var (from, to) = windows[pair.Expected.Mapping];
                    return new PicturePair(Cut(pair.Expected, from, to), Cut(pair.Observed, from, to));
                }).ToList()),
            ],
            processes.Count - kept.Count);
    }

    // The bounds of cells around the first page that differs; those of all processes, so that their strips stay below each other.
    private (ulong From, ulong To) WindowOf(IReadOnlyList<PicturePair> pairs)
    {
        var cells = pairs.SelectMany(pair => pair.Expected.Cells.Concat(pair.Observed.Cells)).ToList();
        var bounds = cells.SelectMany(cell => new[] { cell.First, cell.End }).Distinct().Order().ToList();
        var focus = pairs.Select(pair => pair.FirstDifference).OfType<ulong>().DefaultIfEmpty(bounds[0]).Min();
        var middle = bounds.FindLastIndex(bound => bound <= focus);
        var from = Math.Max(0, middle - (most / 2));
        return (bounds[from], bounds[Math.Min(bounds.Count - 1, from + most)]);
    }

    private static PictureStrip Cut(PictureStrip strip, ulong from, ulong to)
    {
        var cells = new List<PictureCell>();
        AddLeftOut(cells, strip, strip.Cells[0].First, Math.Max(from, strip.Cells[0].First));
        cells.AddRange(strip.Cells.Where(cell => cell.First < to && cell.End > from).Select(cell => Between(cell, from, to)));
        AddLeftOut(cells, strip, Math.Min(to, strip.Cells[^1].End), strip.Cells[^1].End);
        return strip with { Cells = cells };
    }

    // A cell of another strip may end within the window: only its part there is drawn. Its title still tells of all of it.
    private static PictureCell Between(PictureCell cell, ulong from, ulong to)
    {
        var first = Math.Max(cell.First, from);
        return cell with { First = first, Pages = Math.Min(cell.End, to) - first };
    }

    private static void AddLeftOut(List<PictureCell> cells, PictureStrip strip, ulong from, ulong to)
    {
        if (from >= to)
            return;
        var title = string.Create(CultureInfo.InvariantCulture, $"pages {from - strip.FirstPage} to {to - strip.FirstPage - 1}: left out");
        cells.Add(new PictureCell(from, to - from, CellKind.LeftOut, -1, "…", true, null, title));
    }
}
