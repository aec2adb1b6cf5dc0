using RmapHarness.Reports.Html;
using RmapHarness.Reports.Junit;
using RmapHarness.Reports.Ktap;

namespace RmapHarness.Reports;

/// <summary>The reports that are made of results: JUnit XML, KTAP and HTML.</summary>
public static class ReportFiles
{
    /// <summary>Writes all of them.</summary>
    /// <param name="directory">The output directory; made if it does not exist.</param>
    /// <param name="page">The results, and what else the page shows.</param>
    /// <returns>Their paths.</returns>
    /// <exception cref="IOException">One cannot be written.</exception>
    public static IReadOnlyList<string> Write(string directory, ReportPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return [JunitFile.Write(directory, page.Results), KtapText.Write(directory, page.Results), HtmlReport.Write(directory, page)];
    }
}
