using RmapHarness.Engine.Kernel.Operations;
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
    ProgressLog progress,
    RunLog? log = null)
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
        try
        {
            var named = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await Task.WhenAll(Shares(kernel).Select((share, index) => RunShareAsync(share, kernel, board, index == 0, named, slots, cancellation)));
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

    // What is done together needs two processors; with them, all else would take longer in a guest.
    private IEnumerable<Share> Shares(string kernel)
    {
        var places = Enumerable.Range(0, scenarios.Count).ToList();
        if (request.Shape.Processors > 1 || environment.Target.MostGuestsOf(kernel) == 1)
            return [new Share(request, places)];
        var shares = places.ToLookup(place => scenarios[place].Steps.Any(step => step.Definition.Needs == KernelFeature.TwoProcessors));
        var wider = request with { Shape = request.Shape with { Processors = 2 } };
        return new[] { new Share(request, [.. shares[false]]), new Share(wider, [.. shares[true]]) }.Where(share => share.Places.Count > 0);
    }

    // The kernel is named after the first share, whichever begins first.
    private async Task RunShareAsync(Share share, string kernel, KernelBoard board, bool isFirst, TaskCompletionSource named, SemaphoreSlim slots, CancellationToken cancellation)
    {
        var places = share.Places;
        var guests = Math.Min(
            Math.Min(request.Jobs, environment.Target.MostGuestsOf(kernel)), (places.Count + ScenariosPerGuest - 1) / ScenariosPerGuest);
        await using var runner = new ScenarioRunner(share.Request, kernel, knownIssues, environment, slots, progress)
        {
            Guests = guests,
        };
        ReadyKernel ready;
        try
        {
            ready = await runner.StartAsync(cancellation);
            if (isFirst)
                board.Kernel = ready.UnderTest;
        }
        finally
        {
            if (isFirst)
                named.SetResult();
        }

        await named.Task;
        var tested = board.Kernel ??= ready.UnderTest;
        var chosen = places.Select(place => scenarios[place]).ToList();
        var order = guests > 1 ? LongestFirst.Order(ready, chosen) : [.. Enumerable.Range(0, chosen.Count)];
        await foreach (var run in runner.RunAsync(order.Select(index => chosen[index]).ToAsyncEnumerable(), cancellation))
        {
            var place = places[order[(int)run.Index]];
            lock (board)
            {
                log?.Add(tested, run with { Index = place });
                progress.Finished(kernel, board.Set(place, run.Result), scenarios.Count, run.Result);
            }
        }
    }

    private sealed record Share(RunRequest Request, IReadOnlyList<int> Places);
}
