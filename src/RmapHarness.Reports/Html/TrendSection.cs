using System.Globalization;
using RmapHarness.Reports.History;

namespace RmapHarness.Reports.Html;

/// <summary>How the verdicts went over the last nights: a picture for a look, a table for the numbers.</summary>
internal static class TrendSection
{
    private const int Height = 90;
    private const int BarWidth = 12;
    private const int Gap = 3;

    // From the bottom up; what is not named here is drawn with the rest.
    private static readonly (string Verdict, string Colour)[] Layers =
    [
        ("pass", "#2da44e"), ("fixed", "#2da44e"), ("known-issue", "#d4a72c"), ("flaky", "#e16f24"), ("fail", "#cf222e"), ("crash", "#82071e"), ("error", "#82071e"),
    ];

    /// <summary>Writes it.</summary>
    public static void Write(HtmlText html, IReadOnlyList<NightTotals> nights)
    {
        html.Raw("<section aria-labelledby=\"trends\">").Raw("<h2 id=\"trends\">Trends</h2>");
        foreach (var line in nights.GroupBy(night => night.Line))
            html.Raw("<figure>").Raw(Draw([.. line], line.Key)).Element("figcaption", $"{line.Key}: verdicts of its latest runs ({line.Count()}), the last one at the right").Raw("</figure>");
        html.Table("nights", "The numbers", "run", "began", "kernel line", "release", "verdicts", "values", "seconds");
        foreach (var night in nights.Reverse())
        {
            html.Row(
                night.Run.Id.ToString(CultureInfo.InvariantCulture),
                night.Run.Started.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                night.Line,
                night.Release,
                string.Join(", ", night.Verdicts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} {pair.Key}")),
                night.Compared.ToString("#,0", CultureInfo.InvariantCulture),
                (night.DurationMs / 1000.0).ToString("0.0", CultureInfo.InvariantCulture));
        }

        html.EndTable().Raw("</section>");
    }

    private static string Draw(List<NightTotals> nights, string line)
    {
        var most = Math.Max(1, nights.Max(night => night.Verdicts.Values.Sum()));
        var bars = nights.SelectMany((night, index) => Bar(night, index, most));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg role=\"img\" aria-label=\"{HtmlText.Escape(line)}: the table below has the numbers\" width=\"{nights.Count * (BarWidth + Gap)}\" height=\"{Height}\">{string.Concat(bars)}</svg>");
    }

    private static IEnumerable<string> Bar(NightTotals night, int index, int most)
    {
        var y = (double)Height;
        foreach (var (verdict, colour) in Layers)
        {
            var count = night.Verdicts.GetValueOrDefault(verdict);
            if (count == 0)
                continue;
            var height = Math.Max(2, (double)Height * count / most);
            y -= height;
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"<rect x=\"{index * (BarWidth + Gap)}\" y=\"{y:0.#}\" width=\"{BarWidth}\" height=\"{height:0.#}\" fill=\"{colour}\"><title>run {night.Run.Id}: {count} {verdict}</title></rect>");
        }
    }
}
