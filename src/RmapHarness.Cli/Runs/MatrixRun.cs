using RmapHarness.Reports.Terminal;
using RmapHarness.Scenarios;
using RmapHarness.Verdicts;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Runs;

/// <summary>Runs scenarios on every kernel that was asked for, with as many guests at a time as allowed.</summary>
internal sealed class MatrixRun(
    RunRequest request,
    IReadOnlyList<Scenario> scenarios,
    IReadOnlyList<KnownIssue> knownIssues,
    CommandEnvironment environment,
    ProgressLog progress)
{
    // Another guest takes its time to start, and pays only with enough to do.
    private const int ScenariosPerGuest = 12;

    /// <summary>Runs all; never throws for what a kernel, the harness or a signal does.</summary>
    /// <param name="cancellation">Stops early.</param>
    public async Task<MatrixOutcome> RunAsync(CancellationToken cancellation)
    {
        using var slots = new SemaphoreSlim(request.Jobs);
        var runs = await Task.WhenAll(request.Kernels.Select(kernel => RunKernelAsync(kernel, slots, cancellation)));
        return new MatrixOutcome(
            [.. runs.Select(run => run.Results).OfType<KernelResults>()],
            [.. runs.Select(run => run.Failure).OfType<Exception>()],
            cancellation.IsCancellationRequested)
        {
            Gaps = [.. request.Kernels.Zip(runs).Where(pair => pair.Second.Results is null).Select(pair => new KernelGap(pair.First, pair.Second.Failure?.Message ?? "interrupted"))],
        };
    }

    // Whatever one kernel does, the results of the others are still wanted.
    private async Task<(KernelResults? Results, Exception? Failure)> RunKernelAsync(
        string kernel, SemaphoreSlim slots, CancellationToken cancellation)
    {
        var board = new KernelBoard(scenarios);
        var guests = Math.Min(
            Math.Min(request.Jobs, environment.Target.MostGuestsOf(kernel)), (scenarios.Count + ScenariosPerGuest - 1) / ScenariosPerGuest);
        try
        {
            await using var runner = new ScenarioRunner(request, kernel, knownIssues, environment, slots, progress)
            {
                Guests = guests,
            };
            var ready = await runner.StartAsync(cancellation);
            board.Kernel = ready.UnderTest;
            var order = guests > 1 ? LongestFirst.Order(ready, scenarios) : [.. Enumerable.Range(0, scenarios.Count)];
            await foreach (var run in runner.RunAsync(order.Select(place => scenarios[place]).ToAsyncEnumerable(), cancellation))
                progress.Finished(kernel, board.Set(order[(int)run.Index], run.Result), scenarios.Count, run.Result);
            return (board.ToResults("unknown"), null);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return (board.ToResults("interrupted"), null);
        }
        catch (Exception failure)
        {
            // The crashes that it was lost in are results already.
            return (board.ToResults(failure.Message), failure is GuestsLostException ? null : failure);
        }
    }
}
