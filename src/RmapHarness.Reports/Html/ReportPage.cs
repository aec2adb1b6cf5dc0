using RmapHarness.Reports.History;
using RmapHarness.Reports.Json;
using RmapHarness.Reports.News;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Reports.Html;

/// <summary>What a page is made of.</summary>
/// <param name="Results">The results.</param>
public sealed record ReportPage(ResultsDocument Results)
{
    /// <summary>The news; null if nothing was compared with earlier runs.</summary>
    public NightNews? News { get; init; }

    /// <summary>The latest runs of the history, the oldest first; empty if there is none.</summary>
    public IReadOnlyList<NightTotals> Nights { get; init; } = [];

    /// <summary>The recorded findings.</summary>
    public IReadOnlyList<KnownIssue> KnownIssues { get; init; } = [];
}
