using RmapHarness.Cli.Runs;
using RmapHarness.Guests;
using RmapHarness.Reports.Json;
using RmapHarness.Reports.News;

namespace RmapHarness.Cli.Nightly;

/// <summary>What a night came to.</summary>
/// <param name="Run">Number of the run in the history.</param>
/// <param name="Results">All results, also those that an interrupted run before had; null if no kernel could be had.</param>
/// <param name="News">What is new, of scenarios and of kernel lines, and what was and stays.</param>
/// <param name="Silent">Findings that showed on none of the kernels that they name; none unless all ran to the end.</param>
/// <param name="Failures">Why kernel lines did not run, or not to the end, by their names.</param>
/// <param name="Interrupted">A signal stopped it.</param>
internal sealed record NightlyOutcome(
    long Run,
    ResultsDocument? Results,
    NightNews News,
    IReadOnlyList<SilentFinding> Silent,
    IReadOnlyDictionary<string, Exception> Failures,
    bool Interrupted)
{
    /// <summary>The harness itself failed.</summary>
    public bool HasHarnessFailed => !Failures.Values.All(IsGap);

    /// <summary>It came to its end: nothing of it is left to the next call.</summary>
    public bool IsWhole => !Interrupted && !HasHarnessFailed;

    /// <summary>No kernel could be had at all, or one could not that the latest run had.</summary>
    public bool IsTargetGone =>
        (Results is null && !HasHarnessFailed)
        || News.Lines.Any(line => line.IsBad && !(Failures.TryGetValue(line.Line, out var failure) && failure is GuestsLostException));

    /// <summary>Whether a failure is a kernel's doing, or a guest's; anything else is an error of the harness.</summary>
    public static bool IsGap(Exception failure) => failure is TargetUnavailableException or GuestsLostException;

    /// <summary>Whether the failure of a line is to be told of in full.</summary>
    public bool IsNew(string line) => !IsGap(Failures[line]) || Results is null || News.Lines.Any(news => news.Line == line && news.IsBad);
}
