using RmapHarness.Reports.History;
using RmapHarness.Reports.Json;

namespace RmapHarness.Reports.News;

/// <summary>Compares the results of a run with the last good ones on the same kernel lines.</summary>
public static class NewsFinder
{
    private const int RunsForRate = 30;

    /// <summary>All that is news, and what was and stays; in the order of lines and scenarios.</summary>
    /// <param name="history">The history.</param>
    /// <param name="run">The run.</param>
    public static IReadOnlyList<NewsItem> Find(HistoryReader history, long run)
    {
        ArgumentNullException.ThrowIfNull(history);
        var items = new List<NewsItem>();
        foreach (var line in history.Results(run).GroupBy(result => result.Line))
        {
            var baseline = history.Baseline(line.Key, run);
            foreach (var now in line)
            {
                var before = baseline.GetValueOrDefault(now.Entry.Name);
                if (KindOf(now, before) is not { } kind)
                    continue;
                var (flaky, runs) = history.FlakyRate(line.Key, now.Entry.Name, RunsForRate);
                items.Add(new NewsItem(kind, line.Key, now.Entry, before?.Entry, before?.Run, flaky, runs));
            }
        }

        return items;
    }

    private static NewsKind? KindOf(ResultRecord now, ResultRecord? before)
    {
        var same = before is not null && before.Entry.Verdict == now.Entry.Verdict && before.Signature == now.Signature;
        switch (now.Entry.Verdict)
        {
            case "crash":
                return same ? NewsKind.StillFailing : NewsKind.NewCrash;
            case "fail":
                return same ? NewsKind.StillFailing : NewsKind.NewFailure;
            case "flaky":
                return before?.Entry.Verdict == "flaky" ? NewsKind.StillFlaky : NewsKind.NewFlake;
            case "error":
                return NewsKind.NotJudged;
            case "inconclusive" or "skipped":
                return before is not null && !WasEdited(now.Entry, before.Entry) ? NewsKind.NotJudged : null;
            default:
                return before is not null && (IsTrouble(before.Entry) || IsNewlyFixed(now.Entry, before.Entry)) ? NewsKind.Fixed : null;
        }
    }

    // Who edits a scenario may make it need something that the kernel has not.
    private static bool WasEdited(ScenarioEntry now, ScenarioEntry before) => now.Hash != before.Hash;

    private static bool IsTrouble(ScenarioEntry entry) => entry.Verdict is "crash" or "fail" or "flaky";

    private static bool IsNewlyFixed(ScenarioEntry now, ScenarioEntry before) =>
        before.Verdict == "known-issue" && now.Verdict is "pass" or "fixed";
}
