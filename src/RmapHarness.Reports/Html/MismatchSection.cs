using System.Globalization;
using RmapHarness.Reports.Json;

namespace RmapHarness.Reports.Html;

/// <summary>Each result that is not as predicted: the steps, a picture of the pages, and the values.</summary>
internal static class MismatchSection
{
    private const int MostRows = 200;

    /// <summary>Whether a result has a part of its own.</summary>
    public static bool IsShown(ScenarioEntry entry) => entry.Diffs.Count > 0 || entry.Verdict is "crash" or "error" or "flaky" or "fail";

    /// <summary>Writes it: what is wrong first, then what findings explain.</summary>
    public static void Write(HtmlText html, ResultsDocument results)
    {
        html.Raw("<section aria-labelledby=\"mismatches\">").Raw("<h2 id=\"mismatches\">Mismatches</h2>");
        var shown = results.Scenarios.Where(IsShown).OrderBy(entry => entry.Verdict == "known-issue").ToList();
        if (shown.Count == 0)
            html.Element("p", "None.");
        foreach (var entry in shown)
            WriteEntry(html, results, entry, HtmlReport.IdOf(results, entry));
        html.Raw("</section>");
    }

    private static void WriteEntry(HtmlText html, ResultsDocument results, ScenarioEntry entry, string id)
    {
        html.Raw($"<article id=\"{id}\" class=\"a-{entry.Verdict}\" data-verdict=\"{entry.Verdict}\" data-text=\"{HtmlText.Escape(MatrixSection.SearchText([entry]))}\" aria-labelledby=\"{id}-h\">")
            .Raw($"<h3 id=\"{id}-h\"><span class=\"v-{entry.Verdict}\">{entry.Verdict}</span>: <span class=\"mono\">{HtmlText.Escape(entry.Name)}</span> on {HtmlText.Escape(entry.Kernel)}</h3>");
        html.Raw("<dl>");
        Pair(html, "kernel", results.Kernels.First(kernel => kernel.Name == entry.Kernel) is var kernel ? $"{kernel.Release} ({kernel.Arch}, {kernel.Scheme}, {kernel.Sharing}, {kernel.Accel})" : "");
        Pair(html, "reason", entry.Reason);
        Pair(html, "crash", entry.Crash ?? "");
        Pair(html, "compared", entry.Compared.ToString("#,0", CultureInfo.InvariantCulture) + " values");
        html.Raw("</dl>");
        WriteTimeline(html, entry);
        if (entry.Picture is { } picture)
            html.Raw($"<div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"Pages at the first mismatch\">{Renamed(picture, id)}</div>");
        WriteValues(html, entry, id);
        html.Element("p", "Again, and as a C program:");
        html.Element("pre tabindex=\"0\" role=\"group\" aria-label=\"Commands\"", $"{RepeatText.Run(entry, kernel)}\n{RepeatText.Reproduce(entry, kernel)}");
        html.Raw("</article>");
    }

    private static void Pair(HtmlText html, string name, string value)
    {
        if (value.Length > 0)
            html.Raw($"<dt>{name}</dt><dd>{HtmlText.Escape(value)}</dd>");
    }

    private static void WriteTimeline(HtmlText html, ScenarioEntry entry)
    {
        if (entry.Timeline is not { Count: > 0 } steps)
            return;
        html.Raw("<ol class=\"timeline\" start=\"0\" aria-label=\"Steps\">");
        for (var step = 0; step < steps.Count; step++)
        {
            var here = entry.Diffs.Where(diff => diff.Step == step).ToList();
            if (here.Count == 0)
                html.Element("li", steps[step]);
            else
                html.Element($"li class=\"{(here.TrueForAll(diff => diff.KnownIssue is not null) ? "known" : "wrong")}\"", $"{steps[step]}  ← {Count(here.Count)}");
        }

        html.Raw("</ol>");
    }

    private static void WriteValues(HtmlText html, ScenarioEntry entry, string id)
    {
        if (entry.Diffs.Count == 0)
            return;
        html.Table($"{id}-t", Count(entry.Diffs.Count), "step", "process", "where", "value", "expected", "observed", "finding");
        foreach (var diff in entry.Diffs.Take(MostRows))
        {
            html.Raw(string.Create(
                CultureInfo.InvariantCulture,
                $"<tr><th scope=\"row\" class=\"number\">{diff.Step}</th><td>{HtmlText.Escape(diff.Process)}</td><td class=\"mono\">{HtmlText.Escape(diff.Where)}{(diff.Pages > 1 ? $" ({diff.Pages} pages)" : "")}</td><td>{HtmlText.Escape($"{diff.Observable} {diff.Field}")}</td><td class=\"mono expected\">{HtmlText.Escape(diff.Expected)}</td><td class=\"mono observed\">{HtmlText.Escape(diff.Observed)}</td><td>{Finding(diff)}</td></tr>"));
        }

        html.EndTable();
        if (entry.Diffs.Count > MostRows)
            html.Element("p", $"{entry.Diffs.Count - MostRows} more are in results.json.");
    }

    private static string Finding(DifferenceEntry diff) =>
        diff.KnownIssue is { } known ? $"<a href=\"#finding-{HtmlText.Escape(known)}\">{HtmlText.Escape(known)}</a>" : "–";

    private static string Count(int mismatches) => mismatches == 1 ? "1 mismatch" : $"{mismatches} mismatches";

    // Each picture was made to stand alone; in one page their ids must differ.
    private static string Renamed(string picture, string id) =>
        picture.Replace("\"p-", $"\"{id}-p-", StringComparison.Ordinal).Replace("(#p-", $"(#{id}-p-", StringComparison.Ordinal);
}
