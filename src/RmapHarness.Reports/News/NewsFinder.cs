using RmapHarness.Reports.History;
using RmapHarness.Reports.Json;

namespace RmapHarness.Reports.News;

/// <summary>Compares the results of a run with the last good ones on the same kernel lines.</summary>
public static class NewsFinder
{
    private const int RunsLookedAt = 30;

    /// <summary>All that is news, and what was and stays.</summary>
    /// <param name="history">The history.</param>
    /// <param name="run">The run.</param>
    public static NightNews Find(HistoryReader history, long run)
    {
        ArgumentNullException.ThrowIfNull(history);
        return new NightNews(FindScenarios(history, run), FindLines(history, run));
    }

    private static List<NewsItem> FindScenarios(HistoryReader history, long run)
    {
        var items = new List<NewsItem>();
        var kernels = history.Kernels(run);
        var harness = history.Run(run).Harness;
        foreach (var line in history.Results(run).GroupBy(result => result.Line))
        {
            var baseline = history.Past.Baseline(line.Key, run);
            var past = history.Past.Latest(line.Key, run, RunsLookedAt);
            var rules = new NewsRules($"{kernels[line.Key].Release} {kernels[line.Key].ConfigHash}", harness);
            foreach (var now in line)
            {
                var before = baseline.GetValueOrDefault(now.Entry.Name);
                var earlier = past[now.Entry.Name].ToList();
                if (rules.KindOf(now, before, earlier) is not { } kind)
                    continue;
                var verdicts = earlier.Select(result => result.Verdict).Prepend(now.Entry.Verdict).Where(verdict => verdict != "skipped").ToList();
                items.Add(new NewsItem(kind, line.Key, now.Entry, before?.Entry, before?.Run, verdicts.Count(verdict => verdict == "flaky"), verdicts.Count));
            }
        }

        return items;
    }

    private static List<LineNews> FindLines(HistoryReader history, long run)
    {
        var gaps = history.Gaps(run);
        var again = history.Kernels(run).Keys.Except(gaps.Select(gap => gap.Name)).Order(StringComparer.Ordinal).Select(line => new GapEntry(line, ""));
        return [.. gaps.Concat(again).Select(entry => Of(entry, history.Past.LatestTry(entry.Name, run))).OfType<LineNews>()];
    }

    private static LineNews? Of(GapEntry entry, (long Run, bool WasHad)? before)
    {
        var isHad = entry.Reason.Length == 0;
        if (isHad && before is not { WasHad: false })
            return null;
        var kind = isHad ? LineNewsKind.HadAgain : before is { WasHad: false } ? LineNewsKind.StillNotHad : LineNewsKind.NotHad;
        return new LineNews(kind, entry.Name, entry.Reason, before?.Run);
    }
}
