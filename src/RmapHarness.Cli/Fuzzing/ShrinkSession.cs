using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Scenarios.Drafts;
using RmapHarness.Scenarios.Shrinking;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>Shrinks scenarios on the guests of a runner.</summary>
internal sealed class ShrinkSession(ScenarioRunner runner, KernelProfile profile)
{
    /// <summary>Shrinks a scenario.</summary>
    /// <param name="draft">The scenario.</param>
    /// <param name="symptom">What it shows, and is to show.</param>
    /// <param name="journal">The answers so far, or null.</param>
    /// <param name="improved">Told of every smaller scenario.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <returns>The result, and how many scenarios were run for it.</returns>
    public async Task<(ScenarioDraft Draft, int Asked)> RunAsync(
        ScenarioDraft draft, Symptom symptom, ShrinkJournal? journal, Action<ScenarioDraft> improved, CancellationToken cancellation)
    {
        var shrinker = new ScenarioShrinker(profile, (candidates, stop) => AskAsync(candidates, symptom, stop), journal)
        {
            Improved = improved,
            Batch = symptom.CostsGuest ? 1 : ScenarioShrinker.DefaultBatch,
        };
        return (await shrinker.ShrinkAsync(draft, cancellation), shrinker.Asked);
    }

    private async Task<IReadOnlyList<bool>> AskAsync(IReadOnlyList<ScenarioDraft> candidates, Symptom symptom, CancellationToken cancellation)
    {
        var shows = new bool[candidates.Count];
        var scenarios = candidates.Select(candidate => candidate.Load("candidate.yaml") is { Scenarios: [var scenario] } ? scenario : null).ToList();
        var loaded = Enumerable.Range(0, candidates.Count).Where(i => scenarios[i] is not null).ToList();
        await foreach (var run in runner.RunAsync(loaded.Select(i => scenarios[i]!).ToAsyncEnumerable(), cancellation))
            shows[loaded[(int)run.Index]] = symptom.ShownBy(run.Result);
        return shows;
    }
}
