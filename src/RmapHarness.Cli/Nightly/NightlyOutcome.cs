using RmapHarness.Reports.Json;
using RmapHarness.Reports.News;

namespace RmapHarness.Cli.Nightly;

/// <summary>What a night came to.</summary>
/// <param name="Run">Number of the run in the history.</param>
/// <param name="Results">All results, also those that an interrupted run before had; null if no kernel could be had.</param>
/// <param name="News">What is new, and what was and stays.</param>
/// <param name="Silent">Findings that showed on none of the kernels that they name; none unless all ran to the end.</param>
/// <param name="Failures">Why kernel lines did not run, or not to the end, by their names.</param>
/// <param name="Interrupted">A signal stopped it.</param>
internal sealed record NightlyOutcome(
    long Run,
    ResultsDocument? Results,
    IReadOnlyList<NewsItem> News,
    IReadOnlyList<string> Silent,
    IReadOnlyDictionary<string, Exception> Failures,
    bool Interrupted);
