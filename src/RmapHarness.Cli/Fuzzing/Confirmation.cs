using RmapHarness.Cli.Runs;
using RmapHarness.Scenarios;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Fuzzing;

/// <summary>Believes only what repeats: a scenario is run again on guests that nothing else has run on.</summary>
/// <param name="newRunner">Makes a runner that has no guest yet.</param>
internal sealed class Confirmation(Func<ScenarioRunner> newRunner)
{
    /// <summary>How often a symptom must show.</summary>
    public const int Runs = 3;

    /// <summary>Runs a scenario on fresh guests.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="symptom">What it must show.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <returns>How often it showed, and the last run that showed it, or else the last run.</returns>
    public async Task<(int Shown, ScenarioRun Last)> RunAsync(Scenario scenario, Symptom symptom, CancellationToken cancellation)
    {
        var shown = 0;
        ScenarioRun? last = null;
        for (var i = 0; i < Runs; i++)
        {
            await using var runner = newRunner();
            var run = await runner.RunAsync(new[] { scenario }.ToAsyncEnumerable(), cancellation).SingleAsync(cancellation);
            var shows = run.Result.Verdict != Verdict.Flaky && symptom.ShownBy(run.Result);
            if (shows || last is null || shown == 0)
                last = run;
            shown += shows ? 1 : 0;
        }

        return (shown, last!);
    }
}
