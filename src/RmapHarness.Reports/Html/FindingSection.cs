namespace RmapHarness.Reports.Html;

/// <summary>The recorded findings: what showed, and what did not.</summary>
internal static class FindingSection
{
    /// <summary>Writes it.</summary>
    public static void Write(HtmlText html, ReportPage page)
    {
        var shown = page.Results.Scenarios
            .SelectMany(entry => entry.Diffs.Where(diff => diff.KnownIssue is not null).Select(diff => (Id: diff.KnownIssue!, Entry: entry)))
            .GroupBy(pair => pair.Id).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        html.Raw("<section aria-labelledby=\"findings\">").Raw("<h2 id=\"findings\">Findings</h2>");
        if (shown.Count == 0)
            html.Element("p", "No recorded finding showed.");
        foreach (var group in shown)
        {
            var id = HtmlText.Escape(group.Key);
            var issue = page.KnownIssues.FirstOrDefault(known => known.Id == group.Key);
            html.Raw($"<article id=\"finding-{id}\" class=\"a-known-issue\" aria-labelledby=\"finding-{id}-h\">").Raw($"<h3 id=\"finding-{id}-h\" class=\"mono\">{id}</h3>");
            if (issue is not null)
                html.Element("p", issue.Title).Element("p", issue.Evidence).Element("p", $"See {issue.Reference}.");
            foreach (var kernel in group.GroupBy(pair => pair.Entry.Kernel))
            {
                var names = kernel.Select(pair => pair.Entry).Distinct().ToList();
                html.Element("p", $"{kernel.Key}: {names.Count} scenario{(names.Count == 1 ? "" : "s")}, such as {names[0].Name}.");
            }

            html.Element("pre tabindex=\"0\" role=\"group\" aria-label=\"Commands\"", RepeatText.Reproduce(group.First().Entry, page.Results.Kernels.First(kernel => kernel.Name == group.First().Entry.Kernel))).Raw("</article>");
        }

        var silent = page.KnownIssues.Where(known => shown.TrueForAll(group => group.Key != known.Id)).Select(known => known.Id).ToList();
        if (silent.Count > 0)
            html.Element("p", $"Did not show here: {string.Join(", ", silent)}.");
        html.Raw("</section>");
    }
}
