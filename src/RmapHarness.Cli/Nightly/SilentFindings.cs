using RmapHarness.Engine.Kernel;
using RmapHarness.Reports.History;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Nightly;

/// <summary>
/// Which recorded findings showed on none of the kernels of a night that they name, although something ran there that would have shown them: they
/// may be mended, or their entry is wrong.
/// </summary>
/// <param name="knownIssues">The recorded findings.</param>
/// <param name="history">Has the night's results.</param>
/// <param name="run">The night.</param>
internal sealed class SilentFindings(IReadOnlyList<KnownIssue> knownIssues, HistoryReader history, long run)
{
    private static readonly string[] Unjudged = ["skipped", "inconclusive", "error"];

    /// <summary>The findings.</summary>
    /// <param name="lines">The lines that ran to their end, with what the model was told of each.</param>
    public IReadOnlyList<SilentFinding> On(IReadOnlyCollection<(NightlyLine Line, KernelProfile Profile)> lines)
    {
        var shown = history.Findings(run);
        var before = history.Past.LatestOfPlan(run) is { } earlier ? history.Findings(earlier) : null;
        var judged = history.Results(run).Where(result => !Unjudged.Contains(result.Entry.Verdict)).ToLookup(result => result.Line, result => result.Entry.Name);
        return
        [
            .. knownIssues.Where(issue => !shown.Contains(issue.Id) && lines.Any(line => issue.Kernels.Contains(line.Profile) && WouldShow(issue, line.Line, line.Profile, judged)))
                .Select(issue => new SilentFinding(issue.Id, before?.Contains(issue.Id) != false)),
        ];
    }

    // A pattern says where it may show, not where it must: a few scenarios prove nothing, unless it showed in one of them before.
    private bool WouldShow(KnownIssue issue, NightlyLine line, KernelProfile profile, ILookup<string, string> judged)
    {
        var names = judged[line.Name].ToHashSet(StringComparer.Ordinal);
        return names.Any(name => issue.MustShow(profile, name))
            || (line.IsWholeLibrary && names.Any(name => issue.Concerns(profile, name)))
            || history.ScenariosOfFinding(issue.Id, line.Name).Any(names.Contains);
    }
}
