using System.Globalization;
using RmapHarness.Cli.Commands;
using RmapHarness.Cli.Runs;
using RmapHarness.Cli.Selection;
using RmapHarness.Reports.Terminal;
using RmapHarness.Verdicts.KnownIssues;

namespace RmapHarness.Cli.Watching;

/// <summary><c>run --watch</c>: runs scenarios at each save, on a guest that stays up.</summary>
internal sealed class WatchLoop(
    RunRequest request, IReadOnlyList<string> arguments, IReadOnlyList<KnownIssue> knownIssues, CommandEnvironment environment, ProgressLog progress)
{
    /// <summary>Runs until it is cancelled.</summary>
    /// <param name="first">What the arguments came to when the command was given.</param>
    /// <param name="cancellation">The only way out.</param>
    /// <returns>The status to end with.</returns>
    /// <exception cref="Guests.TargetUnavailableException">The kernel could not be had.</exception>
    public async Task<int> RunAsync(SelectionResult first, CancellationToken cancellation)
    {
        var files = new WatchedFiles(Paths(first));
        using var slots = new SemaphoreSlim(1);
        await using var runner = new ScenarioRunner(request, request.Kernels[0], knownIssues, environment, slots, progress);
        try
        {
            await runner.StartAsync(cancellation);
            for (var seen = files.Stamp(); ; seen = await files.ChangedAsync(seen, cancellation))
                await RunOnceAsync(runner, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitStatus.Interrupted;
        }
    }

    // A name of the library stands for its file, which may be broken at the next save and no longer be found by the name.
    private IReadOnlyList<string> Paths(SelectionResult selection) => arguments.Count == 0
        ? [ScenarioLibrary.DirectoryOf(environment)]
        : [.. arguments.Where(Path.Exists).Concat(selection.Scenarios.Select(scenario => scenario.File)).Select(Path.GetFullPath).Distinct()];

    private async Task RunOnceAsync(ScenarioRunner runner, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        var selection = new ScenarioSelection(ScenarioLibrary.DirectoryOf(environment)).Select(arguments);
        foreach (var error in selection.Errors)
            await environment.Error.WriteLineAsync(error);
        if (selection.Errors.Count > 0)
            return;
        var log = new RunLog();
        var board = new KernelBoard(selection.Scenarios) { Kernel = (await runner.StartAsync(cancellation)).UnderTest };
        try
        {
            await foreach (var run in runner.RunAsync(selection.Scenarios.ToAsyncEnumerable(), cancellation))
            {
                log.Add(board.Kernel, run);
                board.Set((int)run.Index, run.Result);
            }
        }
        catch (GuestsLostException)
        {
            // The results say so; the next save gets a new guest.
        }

        progress.Clear();
        new RunReport(environment, request).Write(new MatrixOutcome([board.ToResults("the guest was lost")!], [], false), log);
        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        progress.Report(string.Create(CultureInfo.InvariantCulture, $"watching; answered in {seconds:F2} s (Ctrl-C ends)"));
    }
}
