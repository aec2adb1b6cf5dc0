using RmapHarness.Reports.Json;

namespace RmapHarness.Reports.News;

/// <summary>One scenario on one kernel line that is news, or was and stays.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Line">The kernel line.</param>
/// <param name="Entry">The result.</param>
/// <param name="Before">The last good result; null if there is none.</param>
/// <param name="SinceRun">Number of the run of <paramref name="Before"/>; null if there is none.</param>
/// <param name="Flaky">How many of the latest runs were flaky.</param>
/// <param name="Runs">How many runs that is out of.</param>
public sealed record NewsItem(NewsKind Kind, string Line, ScenarioEntry Entry, ScenarioEntry? Before, long? SinceRun, int Flaky, int Runs)
{
    /// <summary>Whether it is new at all.</summary>
    public bool IsNews => Kind is not (NewsKind.StillFailing or NewsKind.StillFlaky or NewsKind.StillNotJudged);

    /// <summary>Whether it is new and bad: the run ends with a status that says so.</summary>
    public bool IsBad => IsNews && Kind != NewsKind.Fixed;
}
