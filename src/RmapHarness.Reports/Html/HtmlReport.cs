using System.Globalization;
using RmapHarness.Reports.Json;
using RmapHarness.Reports.News;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;

namespace RmapHarness.Reports.Html;

/// <summary>Writes results as one HTML page that needs nothing beside itself: no other file, no server, and no script to be read.</summary>
public static class HtmlReport
{
    /// <summary>Name of the file in the output directory.</summary>
    public const string Name = "report.html";

    /// <summary>Writes the file; another process sees all of it or none.</summary>
    /// <returns>The path of the file.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string Write(string directory, ReportPage page)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, Name);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write(Render(page));
        });
        return path;
    }

    /// <summary>The text of the page.</summary>
    public static string Render(ReportPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var html = new HtmlText();
        var results = page.Results;
        html.Raw("<!DOCTYPE html>").Raw("<html lang=\"en\">").Raw("<head>").Raw("<meta charset=\"utf-8\">")
            .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">").Element("title", TitleOf(results))
            .Raw($"<style>\n{Resource("report.css")}</style>").Raw("</head>").Raw("<body>")
            .Raw("<a class=\"skip\" href=\"#main\">Skip to the results</a>").Raw("<header>").Element("h1", TitleOf(results));
        html.Element("p", Sums(results));
        html.Raw("<nav aria-label=\"Sections\"><ul>");
        foreach (var (id, title) in Sections(page))
            html.Raw($"<li><a href=\"#{id}\">{HtmlText.Escape(title)}</a></li>");
        html.Raw("</ul></nav>").Raw("</header>").Raw("<main id=\"main\">");
        if (page.News is { } news)
            WriteNews(html, news);
        MatrixSection.Write(html, results);
        MismatchSection.Write(html, results);
        if (page.Nights.Count > 0)
            TrendSection.Write(html, page.Nights);
        if (results.Scenarios.Any(entry => entry.Fuzz is not null))
            FuzzSection.Write(html, results);
        FindingSection.Write(html, page);
        EnvironmentSection.Write(html, results);
        html.Raw("</main>").Raw($"<script>\n{Resource("report.js")}</script>").Raw("</body>").Raw("</html>");
        return html.ToString();
    }

    /// <summary>The id of a scenario's part on a kernel.</summary>
    internal static string IdOf(ResultsDocument results, ScenarioEntry scenario) => string.Create(
        CultureInfo.InvariantCulture, $"m{results.Scenarios.TakeWhile(other => !ReferenceEquals(other, scenario)).Count()}");

    private static IEnumerable<(string Id, string Title)> Sections(ReportPage page)
    {
        if (page.News is not null)
            yield return ("news", "News");
        yield return ("results", "Kernels and scenarios");
        yield return ("mismatches", "Mismatches");
        if (page.Nights.Count > 0)
            yield return ("trends", "Trends");
        if (page.Results.Scenarios.Any(entry => entry.Fuzz is not null))
            yield return ("fuzzing", "Fuzzing");
        yield return ("findings", "Findings");
        yield return ("environment", "Environment");
    }

    private static string TitleOf(ResultsDocument results) =>
        $"RmapHarness on {string.Join(", ", results.Kernels.Select(kernel => kernel.Name))}{(results.Interrupted ? " (interrupted)" : "")}";

    private static string Sums(ResultsDocument results)
    {
        var verdicts = Words.All<Verdict>().Where(verdict => results.Totals.GetValueOrDefault(verdict) > 0).Select(verdict => $"{results.Totals[verdict]} {verdict}");
        return string.Create(
            CultureInfo.InvariantCulture, $"{results.Totals["scenarios"]} results: {string.Join(", ", verdicts)}. {results.Totals["compared"]:#,0} values compared.");
    }

    private static void WriteNews(HtmlText html, NightNews news)
    {
        html.Raw("<section aria-labelledby=\"news\">").Raw("<h2 id=\"news\">News</h2>");
        if (!news.IsAny)
            html.Element("p", "Nothing is new since the last good run of each kernel line.");
        else
            html.Raw("<ul>");
        foreach (var line in news.Lines.Where(line => line.IsNews))
            html.Element("li", line.Text);
        foreach (var item in news.Scenarios.Where(item => item.IsNews))
            html.Element("li", $"{NewsText.TitleOf(item.Kind)}: {item.Entry.Name} on {item.Line}{(item.Before is { } before ? $" (was {before.Verdict})" : "")}: {item.Entry.Crash ?? item.Entry.Reason}");
        if (news.IsAny)
            html.Raw("</ul>");
        html.Raw("</section>");
    }

    private static string Resource(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
