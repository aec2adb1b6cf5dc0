using RmapHarness.Reports.Json;

namespace RmapHarness.Reports.Html;

/// <summary>What ran, and on what.</summary>
internal static class EnvironmentSection
{
    /// <summary>Writes it.</summary>
    public static void Write(HtmlText html, ResultsDocument results)
    {
        html.Raw("<section aria-labelledby=\"environment\">").Raw("<h2 id=\"environment\">Environment</h2>");
        html.Element("p", $"Harness {results.Harness}.");
        html.Table("kernels", "Kernels", "kernel", "release", "machine", "page size", "accounting", "sharing", "accelerator", "SHA-256 of the configuration");
        foreach (var kernel in results.Kernels)
        {
            html.Row(
                kernel.Name, kernel.Release, kernel.Arch, $"{kernel.PageSize >> 10} KiB", kernel.Scheme, kernel.Sharing, kernel.Accel, kernel.ConfigHash ?? "not known");
        }

        html.EndTable();
        html.Table("settings", "Settings and configuration that may matter", "kernel", "behaves as", "settings", "not compared");
        foreach (var kernel in results.Kernels)
        {
            html.Row(
                kernel.Name,
                kernel.Behaviour is { } behaviour ? string.Join("; ", behaviour.Evidence.Prepend(behaviour.Text)) : "not probed",
                kernel.Facts,
                kernel.NotCompared is { } not ? string.Join("; ", not.Select(entry => $"{entry.Observable}: {entry.Reason}")) : "–");
        }

        html.EndTable().Raw("</section>");
    }
}
