using System.Collections.Concurrent;
using RmapHarness.Cli.Selection;
using RmapHarness.Guests;
using RmapHarness.Reports.History;
using RmapHarness.Reports.Json;
using RmapHarness.Reports.News;
using RmapHarness.Reports.Terminal;
using RmapHarness.Scenarios;
using RmapHarness.Verdicts;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Nightly;

/// <summary>Runs the lines of a plan, with as many guests at a time as the machine has room for.</summary>
/// <param name="lines">What runs.</param>
/// <param name="gaps">Lines of the plan that cannot even be tried, each with the reason.</param>
/// <param name="knownIssues">The recorded findings.</param>
/// <param name="guests">Most guests at a time.</param>
/// <param name="history">Gets every result.</param>
/// <param name="environment">Everything outside.</param>
/// <param name="progress">stderr.</param>
internal sealed class NightlyRun(
    IReadOnlyList<NightlyLine> lines,
    IReadOnlyList<GapEntry> gaps,
    IReadOnlyList<KnownIssue> knownIssues,
    int guests,
    HistoryWriter history,
    CommandEnvironment environment,
    ProgressLog progress)
{
    /// <summary>Runs all; never throws for what a kernel, the harness or a signal does.</summary>
    /// <param name="cancellation">Stops early.</param>
    public async Task<NightlyOutcome> RunAsync(CancellationToken cancellation)
    {
        var failures = new ConcurrentDictionary<string, Exception>(StringComparer.Ordinal);
        using var slots = new SemaphoreSlim(guests);
        await Task.WhenAll(lines.Select(line => RunLineAsync(line, slots, failures, cancellation)));
        var interrupted = cancellation.IsCancellationRequested;
        try
        {
            foreach (var gap in gaps.Concat(failures.Where(failure => NightlyOutcome.IsGap(failure.Value)).Select(failure => new GapEntry(failure.Key, failure.Value.Message))))
                history.EnterGap(gap.Name, gap.Reason);
            // What the harness failed at is done by the next call.
            history.End(!interrupted && failures.Values.All(NightlyOutcome.IsGap) ? RunState.Complete : RunState.Interrupted);
        }
        catch (HistoryException failure)
        {
            failures.TryAdd("history", failure);
        }

        var reader = history.Read();
        return new NightlyOutcome(
            history.Run,
            Collect(reader, failures, interrupted),
            NewsFinder.Find(reader, history.Run),
            failures.IsEmpty && gaps.Count == 0 && !interrupted ? new SilentFindings(knownIssues, ScenarioLibrary.NamesOf(environment), reader).Of(history.Run) : [],
            failures,
            interrupted);
    }

    // Whatever one kernel does, the results of the others are still wanted.
    private async Task RunLineAsync(
        NightlyLine line,
        SemaphoreSlim slots,
        ConcurrentDictionary<string, Exception> failures,
        CancellationToken cancellation)
    {
        try
        {
            await TryTwiceAsync(line, slots, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            failures[line.Name] = failure;
        }
    }

    // A machine may be short of something for a while. What has its result does not run again.
    private async Task TryTwiceAsync(NightlyLine line, SemaphoreSlim slots, CancellationToken cancellation)
    {
        var run = new NightlyLineRun(line, knownIssues, environment, history, slots, progress);
        var most = Math.Max(1, guests / lines.Count);
        try
        {
            await run.RunAsync(most, cancellation);
        }
        catch (TargetUnavailableException failure) when (!failure.IsLasting)
        {
            progress.Report($"{line.Name}: {failure.Message}; trying it once more");
            await run.RunAsync(most, cancellation);
        }
    }

    private ResultsDocument? Collect(HistoryReader reader, IReadOnlyDictionary<string, Exception> failures, bool interrupted)
    {
        var kernels = reader.Kernels(history.Run);
        var results = reader.Results(history.Run).ToDictionary(result => (result.Line, result.Entry.Name), result => result.Entry);
        var here = lines.Where(line => kernels.ContainsKey(line.Name)).ToList();
        if (here.Count == 0)
            return null;
        // What is not of the plan is of fuzzing.
        var entries = here.SelectMany(line => line.Scenarios
            .Select(scenario => results.GetValueOrDefault((line.Name, scenario.Name)) ?? NotRun(scenario, line, failures, interrupted))
            .Concat(results.Where(pair => pair.Key.Line == line.Name && line.Scenarios.All(scenario => scenario.Name != pair.Key.Name))
                .Select(pair => pair.Value).OrderBy(entry => entry.Name, StringComparer.Ordinal)));
        return ResultsBuilder.Build(HarnessVersion.Text, [.. here.Select(line => kernels[line.Name])], [.. entries], interrupted) with
        {
            Gaps = reader.Gaps(history.Run),
        };
    }

    private static ScenarioEntry NotRun(
        Scenario scenario, NightlyLine line, IReadOnlyDictionary<string, Exception> failures, bool interrupted)
    {
        var why = interrupted ? "interrupted" : failures.TryGetValue(line.Name, out var failure) ? failure.Message : "unknown";
        return ResultsBuilder.ToEntry(ScenarioResult.NotJudged(scenario, Verdict.Error, $"not run: {why}"), line.Name);
    }
}
