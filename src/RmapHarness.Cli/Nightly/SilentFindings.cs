using RmapHarness.Engine.Kernel;
using RmapHarness.Reports.History;
using RmapHarness.Reports.Json;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Nightly;

/// <summary>
/// Which recorded findings showed on none of the kernels of a night that they name, although something ran there that would have shown them: they
/// may be mended, or their entry is wrong.
/// </summary>
/// <param name="knownIssues">The recorded findings.</param>
/// <param name="library">The names of all scenarios of the library.</param>
/// <param name="history">Has the night's results.</param>
internal sealed class SilentFindings(IReadOnlyList<KnownIssue> knownIssues, IReadOnlyCollection<string> library, HistoryReader history)
{
    private static readonly string[] Unjudged = ["skipped", "inconclusive", "error"];

    /// <summary>The findings of a night whose kernels all ran to their end.</summary>
    /// <param name="run">The night.</param>
    public IReadOnlyList<SilentFinding> Of(long run)
    {
        var shown = history.Findings(run);
        var before = history.Past.LatestOfPlan(run) is { } earlier ? history.Findings(earlier) : null;
        var results = history.Results(run).ToLookup(result => result.Line, result => result.Entry);
        var kernels = history.Kernels(run).Select(kernel => (Line: kernel.Key, Profile: EntryProfile.Of(kernel.Value))).ToList();
        return
        [
            .. knownIssues.Where(issue => !shown.Contains(issue.Id) && kernels.Exists(kernel => WouldShow(issue, kernel.Line, kernel.Profile, results[kernel.Line])))
                .Select(issue => new SilentFinding(issue.Id, before?.Contains(issue.Id) != false)),
        ];
    }

    // A pattern says where it may show, not where it must: a few scenarios prove nothing, unless it showed in one of them before.
    private bool WouldShow(KnownIssue issue, string line, KernelProfile profile, IEnumerable<ScenarioEntry> results)
    {
        var entries = results.ToList();
        var judged = entries.Where(entry => !Unjudged.Contains(entry.Verdict)).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        return issue.Kernels.Contains(profile)
            && (judged.Any(name => issue.MustShow(profile, name))
                || (judged.Any(name => issue.Concerns(profile, name)) && library.All(entries.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal).Contains))
                || history.ScenariosOfFinding(issue.Id, line).Any(judged.Contains));
    }
}
