using System.Globalization;

namespace RmapHarness.Reports.Picture;

/// <summary>Draws sections of strips as one SVG image that stands alone and may be put into a page.</summary>
/// <param name="title">What the picture shows.</param>
/// <param name="id">Begins with a letter; keeps the ids of several pictures in one page apart.</param>
public sealed class SvgPicture(string title, string id = "p")
{
    private const double Margin = 16;
    private const double LineHeight = 20;
    private const double StripHeight = 28;
    private const double StripGap = 6;
    private const double MappingGap = 56;
    private const double CharacterWidth = 7.4;
    private const ulong MostSinglePages = 16;
    private const double FarFromItsNumber = 600;

    private readonly SvgText svg = new();
    private readonly Dictionary<string, PictureScale> scales = [];
    private readonly Dictionary<string, double> lefts = [];
    private double y;

    /// <summary>The text of the image.</summary>
    /// <param name="sections">The moments, in the order in which they are drawn below each other.</param>
    public string Draw(IReadOnlyList<PictureSection> sections)
    {
        ArgumentNullException.ThrowIfNull(sections);
        var strips = sections.SelectMany(section => section.Strips).ToList();
        var left = Margin + (CharacterWidth * strips.Select(strip => strip.Label.Length).Append(0).Max()) + Margin;
        var width = PlaceMappings(strips, left);
        y = Margin + LineHeight;
        svg.Words("head", Margin, y, title);
        DrawLegend();
        foreach (var section in sections)
            DrawSection(section);
        var longest = sections.Select(section => section.Title.Length).Append(LegendLength).Max();
        width = Math.Max(width, (longest * CharacterWidth) + (2 * Margin));
        return Frame(width, y + Margin);
    }

    private const int LegendLength = 104;

    private double PlaceMappings(List<PictureStrip> strips, double left)
    {
        var right = left;
        foreach (var group in strips.GroupBy(strip => strip.Mapping))
        {
            var scale = scales[group.Key] = new PictureScale(group);
            lefts[group.Key] = right;
            right += scale.Width + MappingGap;
        }

        return right + Margin;
    }

    private void DrawLegend()
    {
        y += LineHeight;
        svg.Words("mono", Margin, y, "A colour is a folio, a number kpagecount. Thick border: one PMD or PUD entry. Hatched: not exclusive.");
        y += LineHeight;
        svg.Words("mono", Margin, y, "Dashed: no entry. Dotted: zero page. Widths are not to scale; the axis counts pages of the mapping.");
        y += LineHeight / 2;
    }

    private void DrawSection(PictureSection section)
    {
        y += LineHeight + StripGap;
        svg.Words("mono", Margin, y, section.Title);
        y += StripGap;
        var mappings = section.Strips.Select(strip => strip.Mapping).Distinct().ToList();
        if (mappings.Count == 0)
            return;
        DrawAxes(section, mappings);
        foreach (var row in section.Strips.GroupBy(strip => strip.Label))
        {
            svg.Words("label", Margin, y + (StripHeight * 0.68), row.Key);
            foreach (var strip in row)
                DrawStrip(strip);
            y += StripHeight + StripGap;
        }
    }

    private void DrawAxes(PictureSection section, List<string> mappings)
    {
        y += LineHeight;
        foreach (var mapping in mappings)
        {
            var origin = section.Strips.First(strip => strip.Mapping == mapping).FirstPage;
            var lastEnd = double.NegativeInfinity;
            foreach (var (page, x) in scales[mapping].Bounds)
            {
                var text = (page - origin).ToString(CultureInfo.InvariantCulture);
                var label = page == origin ? $"{mapping} {text}" : text;
                var half = label.Length * 3.2;
                // A number that would run into the one before is left out; each cell's title has it.
                if (lefts[mapping] + x - half <= lastEnd)
                    continue;
                lastEnd = lefts[mapping] + x + half;
                svg.Words("axis", lefts[mapping] + x, y - 4, label);
            }
        }
    }

    private void DrawStrip(PictureStrip strip)
    {
        var scale = scales[strip.Mapping];
        foreach (var cell in strip.Cells.Where(cell => cell.Kind != CellKind.Unmapped))
        {
            var (x, end) = (lefts[strip.Mapping] + scale.At(cell.First), lefts[strip.Mapping] + scale.At(cell.End));
            svg.Rectangle(CssOf(cell), x, y, end - x, StripHeight, cell.Title);
            if (cell.Kind == CellKind.LeftOut)
                svg.Words("axis", (x + end) / 2, y + (StripHeight * 0.68), cell.Text);
            if (cell.Kind != CellKind.Present)
                continue;
            if (!cell.Exclusive)
                svg.Line($"<rect fill=\"url(#{id}-hatch)\" pointer-events=\"none\" x=\"{SvgText.Number(x)}\" y=\"{SvgText.Number(y)}\" width=\"{SvgText.Number(end - x)}\" height=\"{StripHeight}\"/>");
            if (cell.Entry is null && cell.Pages is > 1 and <= MostSinglePages)
                DrawPages(cell, x, end);
            DrawCount(cell, x, end);
        }

        foreach (var entry in strip.Cells.Where(cell => cell.Entry is not null).GroupBy(cell => cell.Entry))
        {
            var (x, end) = (lefts[strip.Mapping] + scale.At(entry.First().First), lefts[strip.Mapping] + scale.At(entry.Last().End));
            svg.Rectangle("entry", x, y, end - x, StripHeight);
        }
    }

    // A cell may be much wider than a screen, where another strip has many in its place: wherever one looks, its number is to be seen.
    private void DrawCount(PictureCell cell, double x, double end)
    {
        var times = Math.Max(1, (int)((end - x) / FarFromItsNumber));
        for (var i = 0; i < times; i++)
            svg.Words("count", x + ((end - x) * (i + 0.5) / times), y + (StripHeight * 0.68), cell.Text);
    }

    private void DrawPages(PictureCell cell, double x, double end)
    {
        for (ulong page = 1; page < cell.Pages; page++)
            svg.Vertical("tick", x + ((end - x) * page / cell.Pages), y, y + StripHeight);
    }

    private static string CssOf(PictureCell cell) => cell.Kind switch
    {
        CellKind.Present => string.Create(CultureInfo.InvariantCulture, $"cell f{cell.Folio % SvgStyle.Colours}"),
        CellKind.Zero => "zero",
        CellKind.Swapped => "swapped",
        CellKind.LeftOut => "left-out",
        _ => "none",
    };

    private string Frame(double width, double height) => new SvgText()
        .Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"rmap-picture\" role=\"img\" aria-labelledby=\"{id}-title\" width=\"{SvgText.Number(width)}\" height=\"{SvgText.Number(height)}\" viewBox=\"0 0 {SvgText.Number(width)} {SvgText.Number(height)}\">")
        .Line($"<title id=\"{id}-title\">{SvgText.Escape(title)}</title>")
        .Line($"<style>{SvgStyle.Sheet}</style>")
        .Line($"<defs><pattern id=\"{id}-hatch\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"7\"/></pattern></defs>")
        .ToString() + svg + "</svg>\n";
}
