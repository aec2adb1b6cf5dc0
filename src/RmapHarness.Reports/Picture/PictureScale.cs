namespace RmapHarness.Reports.Picture;

/// <summary>
/// Where pages of one mapping are drawn. Every bound of a cell gets a place of its own on all strips, so that one page beside 511 alike is
/// seen: widths grow with the logarithm of the pages.
/// </summary>
internal sealed class PictureScale
{
    private const double UnitWidth = 26;
    private readonly List<(ulong Page, double X)> bounds = [];

    /// <summary>The scale of strips of one mapping.</summary>
    public PictureScale(IEnumerable<PictureStrip> strips)
    {
        var x = 0.0;
        foreach (var page in strips.SelectMany(strip => strip.Cells).SelectMany(cell => new[] { cell.First, cell.End }).Distinct().Order())
        {
            if (bounds.Count > 0)
                x += UnitWidth * (1 + Math.Log2(page - bounds[^1].Page));
            bounds.Add((page, x));
        }
    }

    /// <summary>The bounds and their places, ascending.</summary>
    public IReadOnlyList<(ulong Page, double X)> Bounds => bounds;

    /// <summary>Width of the whole mapping.</summary>
    public double Width => bounds.Count == 0 ? 0 : bounds[^1].X;

    /// <summary>The place of a page that is a bound.</summary>
    public double At(ulong page) => bounds[bounds.BinarySearch((page, 0), BoundOrder.Instance)].X;

    private sealed class BoundOrder : IComparer<(ulong Page, double X)>
    {
        public static BoundOrder Instance { get; } = new();

        public int Compare((ulong Page, double X) x, (ulong Page, double X) y) => x.Page.CompareTo(y.Page);
    }
}
