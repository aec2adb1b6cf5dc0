using RmapHarness.Reports.Terminal;
using RmapHarness.Scenarios;
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
    /// <summary>Runs all; never throws for what a kernel, the harness or a signal does.</summary>
    /// <param name="cancellation">Stops early.</param>
    public async Task<MatrixOutcome> RunAsync(CancellationToken cancellation)
    {
        var boards = request.Kernels.Select(kernel => new KernelBoard(kernel, scenarios)).ToList();
        var failures = new List<Exception>();
        using var slots = new SemaphoreSlim(request.Jobs);
        await Task.WhenAll(boards.SelectMany(board => Shares().Select(share => RunShareAsync(board, share, slots, failures, cancellation))));
        var whyNot = cancellation.IsCancellationRequested ? "interrupted" : failures.FirstOrDefault()?.Message ?? "unknown";
        return new MatrixOutcome(
            [.. boards.Select(board => board.ToResults(whyNot)).OfType<Verdicts.KernelResults>()],
            failures,
            cancellation.IsCancellationRequested);
    }

    private IEnumerable<IReadOnlyList<int>> Shares()
    {
        var guests = Math.Clamp(request.Jobs / request.Kernels.Count, 1, scenarios.Count);
        return Enumerable.Range(0, guests)
            .Select(guest => (IReadOnlyList<int>)[.. Enumerable.Range(0, scenarios.Count).Where(index => index % guests == guest)]);
    }

    // Whatever one kernel does, the results of the others are still wanted.
    private async Task RunShareAsync(
        KernelBoard board, IReadOnlyList<int> share, SemaphoreSlim slots, List<Exception> failures, CancellationToken cancellation)
    {
        var entered = false;
        try
        {
            await slots.WaitAsync(cancellation);
            entered = true;
            await new KernelRun(request, knownIssues, board, environment, progress).RunAsync(share, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            lock (failures)
                failures.Add(exception);
        }
        finally
        {
            if (entered)
                slots.Release();
        }
    }
}
