using RmapHarness.Cli.Commands;
using RmapHarness.Cli.Runs;
using RmapHarness.Reports.History;
using RmapHarness.Reports.Json;
using RmapHarness.Reports.Terminal;
using RmapHarness.Scenarios;
using RmapHarness.Verdicts;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Nightly;

/// <summary>Runs one kernel line; every result is in the history once it is known.</summary>
internal sealed class NightlyLineRun(
    NightlyLine line,
    IReadOnlyList<KnownIssue> knownIssues,
    CommandEnvironment environment,
    HistoryWriter history,
    SemaphoreSlim slots,
    ProgressLog progress)
{
    private const int MostLostGuests = 5;

    private Dictionary<string, ScenarioEntry> wrongBefore = [];
    private Dictionary<string, string> sources = [];
    private bool isFuzzed;
    private int done;

    /// <summary>Runs what the run has no result of yet, then once more, on new guests, what went wrong.</summary>
    /// <param name="guests">Most guests of the line at a time.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="RmapHarness.Guests.TargetUnavailableException">The kernel could not be had.</exception>
    /// <exception cref="GuestsLostException">Too many guests were lost; what they left over has no result.</exception>
    /// <exception cref="HistoryException">The history cannot be written.</exception>
    public async Task RunAsync(int guests, CancellationToken cancellation)
    {
        var suspects = new Dictionary<string, ScenarioResult>(StringComparer.Ordinal);
        if (line.IsBuilt)
            await environment.Target.BuildAsync(line.Kernel, progress, cancellation);
        await using (var runner = CreateRunner(guests, MostLostGuests))
        {
            var kernel = (await runner.StartAsync(cancellation)).UnderTest;
            var document = ResultsBuilder.ToEntry(kernel with { Options = RepeatCommand.OptionsOf(kernel, line.Request) }) with { Name = line.Name };
            var before = history.EnterKernel(line.Name, document).Select(result => result.Entry).ToList();
            var finished = before.Where(IsFinished).Select(entry => (entry.Name, entry.Hash)).ToHashSet();
            wrongBefore = before.Where(Confirmation.IsWrong).ToDictionary(entry => entry.Name, StringComparer.Ordinal);
            // Whoever only fuzzes now and then has no use for what was found.
            var found = line.Fuzz.IsAny ? NightlyFuzz.FoundBefore(history.Read().Past, line.Name, history.Run) : [];
            sources = found.ToDictionary(pair => pair.Scenario.Name, pair => pair.Source, StringComparer.Ordinal);
            List<Scenario> all = [.. line.Scenarios, .. found.Select(pair => pair.Scenario)];
            var left = all.Where(scenario => !finished.Contains((scenario.Name, scenario.Hash))).ToList();
            done = all.Count - left.Count;
            isFuzzed = !line.Fuzz.IsAny || before.Exists(entry => entry.Name == NightlyFuzz.Session && IsFinished(entry));
            await foreach (var run in runner.RunAsync(left.ToAsyncEnumerable(), cancellation))
            {
                // Unconfirmed ones as well: a kill must not lose them. Whoever goes on with the run confirms them.
                Enter(run.Result);
                progress.Finished(line.Name, ++done, all.Count, run.Result);
                if (Confirmation.IsNeeded(run.Result))
                    suspects[run.Result.Scenario.Name] = run.Result;
            }
        }

        if (suspects.Count > 0)
            await ConfirmAsync(suspects, cancellation);
        if (!isFuzzed)
            await new NightlyFuzz(line, most => CreateRunner(most, MostLostGuests), history, progress).RunAsync(guests, cancellation);
        history.EndKernel(line.Name);
    }

    private async Task ConfirmAsync(Dictionary<string, ScenarioResult> suspects, CancellationToken cancellation)
    {
        progress.Report($"{line.Name}: running {suspects.Count} again on a new guest");
        // A crash that repeats costs a guest.
        await using var runner = CreateRunner(1, suspects.Count + 1);
        await foreach (var run in runner.RunAsync(suspects.Values.Select(result => result.Scenario).ToAsyncEnumerable(), cancellation))
            Enter(Confirmation.Combine(suspects[run.Result.Scenario.Name], run.Result));
    }

    private static bool IsFinished(ScenarioEntry entry) => entry.Verdict is not ("fail" or "crash" or "error" or "inconclusive");

    // The pictures of what is known would be most of the history.
    private void Enter(ScenarioResult result)
    {
        var entry = ResultsBuilder.ToEntry(result, line.Name);
        // An earlier part of the run saw it go wrong.
        if (wrongBefore.GetValueOrDefault(entry.Name) is { } earlier)
            entry = Confirmation.Combine(earlier, entry);
        entry = entry with { Source = sources.GetValueOrDefault(entry.Name) };
        history.Enter(line.Name, result.Verdict == Verdict.KnownIssue ? entry with { Picture = null } : entry);
    }

    private ScenarioRunner CreateRunner(int guests, int mostLost) =>
        new(line.Request, line.Kernel, knownIssues, environment, slots, progress) { Guests = guests, MostLostGuests = mostLost };
}
