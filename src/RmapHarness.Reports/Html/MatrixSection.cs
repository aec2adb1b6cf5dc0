using RmapHarness.Reports.Json;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;

namespace RmapHarness.Reports.Html;

/// <summary>The table of kernels and scenarios, with its filter.</summary>
internal static class MatrixSection
{
    /// <summary>Writes it.</summary>
    public static void Write(HtmlText html, ResultsDocument results)
    {
        html.Raw("<section aria-labelledby=\"results\">").Raw("<h2 id=\"results\">Kernels and scenarios</h2>");
        foreach (var gap in results.Gaps)
            html.Element("p class=\"gap\"", $"Not had, or not to the end: {gap.Name}: {gap.Reason}");
        WriteFilter(html, results);
        html.Table("matrix", "Verdict of each scenario on each kernel", [.. results.Kernels.Select(kernel => kernel.Name).Prepend("scenario")]);
        foreach (var scenario in results.Scenarios.GroupBy(scenario => scenario.Name))
        {
            var entries = scenario.ToDictionary(entry => entry.Kernel, StringComparer.Ordinal);
            var verdicts = scenario.Select(entry => entry.Verdict).Distinct();
            html.Raw(
                $"<tr data-text=\"{HtmlText.Escape(SearchText([.. scenario]))}\" data-verdicts=\"{string.Join(' ', verdicts)}\"><th scope=\"row\" class=\"mono\">{HtmlText.Escape(scenario.Key)}</th>"
                + string.Concat(results.Kernels.Select(kernel => CellOf(results, entries.GetValueOrDefault(kernel.Name)))) + "</tr>");
        }

        html.EndTable().Raw("</section>");
    }

    /// <summary>The words that a search finds results by.</summary>
    public static string SearchText(IReadOnlyList<ScenarioEntry> entries) => string.Join(
        ' ',
        entries.SelectMany(entry => new[] { entry.Name, entry.File, entry.Kernel, entry.Verdict, entry.Reason, entry.Crash ?? "" }.Concat(entry.Diffs.Select(diff => diff.Field)))
            .Where(word => word.Length > 0).Distinct()).ToLowerInvariant();

    // Hidden until the script, which it is of no use without, shows it.
    private static void WriteFilter(HtmlText html, ResultsDocument results)
    {
        html.Raw("<form id=\"filter\" hidden role=\"search\" aria-label=\"Filter the results\">")
            .Raw("<div><label for=\"search\">Search </label><input type=\"search\" id=\"search\" placeholder=\"name, kernel, field, reason\"></div>")
            .Raw("<fieldset><legend>Verdicts</legend>");
        foreach (var verdict in Words.All<Verdict>().Where(verdict => results.Totals.GetValueOrDefault(verdict) > 0))
            html.Raw($"<label><input type=\"checkbox\" name=\"verdict\" value=\"{verdict}\" checked> <span class=\"v-{verdict}\">{verdict}</span></label>");
        html.Raw("</fieldset><button type=\"reset\">Show all</button><output id=\"count\" role=\"status\"></output></form>");
    }

    private static string CellOf(ResultsDocument results, ScenarioEntry? entry)
    {
        if (entry is null)
            return "<td>–</td>";
        var text = HtmlText.Escape(entry.Verdict);
        var link = MismatchSection.IsShown(entry) ? $"<a class=\"v-{text}\" href=\"#{HtmlReport.IdOf(results, entry)}\">{text}</a>" : text;
        return $"<td class=\"v-{text}\"{(entry.Reason.Length > 0 ? $" title=\"{HtmlText.Escape(entry.Reason)}\"" : "")}>{link}</td>";
    }
}
