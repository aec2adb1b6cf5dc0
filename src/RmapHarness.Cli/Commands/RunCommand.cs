using System.CommandLine;
using RmapHarness.Cli.Runs;
using RmapHarness.Cli.Selection;
using RmapHarness.Cli.Watching;
using RmapHarness.Guests;
using RmapHarness.Reports.Terminal;

namespace RmapHarness.Cli.Commands;

/// <summary><c>run</c>: runs scenarios on the model and on kernels, compares, and reports.</summary>
internal static class RunCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var options = new RunOptions();
        var command = new Command("run", "Run scenarios on real kernels and compare them with the model.");
        options.AddTo(command);
        command.SetAction((result, cancellation) =>
            ExecuteAsync(environment, options.ScenariosOf(result), options.RequestOf(result), cancellation));
        return command;
    }

    private static async Task<int> ExecuteAsync(
        CommandEnvironment environment, IReadOnlyList<string> arguments, RunRequest request, CancellationToken cancellation)
    {
        var selection = new ScenarioSelection(ScenarioLibrary.DirectoryOf(environment)).Select(arguments);
        var errors = new List<string>(selection.Errors);
        var progress = new ProgressLog(environment.Error, environment.IsErrorTerminal, environment.Columns);
        var (kernels, gone) = await KernelsOfRequest.FindAsync(environment, request, errors, progress, cancellation);
        var knownIssues = KnownIssuesOfRoot.Load(environment, errors);
        if (errors.Count == 0)
            OutputDirectory.Prepare(request.Out, errors);
        foreach (var error in errors)
            environment.Error.WriteLine(error);
        if (errors.Count > 0)
            return ExitStatus.Usage;

        request = request with { Kernels = kernels };
        if (request.Watch)
            return await new WatchLoop(request, arguments, knownIssues, environment, progress).RunAsync(selection, cancellation);
        var log = request.Values ? new RunLog() : null;
        var outcome = await new MatrixRun(request, selection.Scenarios, knownIssues, environment, progress, log).RunAsync(cancellation);
        progress.Clear();
        new RunReport(environment, request).Write(outcome with { Gaps = [.. outcome.Gaps, .. gone] }, log);
        return StatusOf(outcome);
    }

    private static int StatusOf(MatrixOutcome outcome) =>
        outcome.Interrupted ? ExitStatus.Interrupted
        : outcome.Failures.Any(failure => failure is TargetUnavailableException) ? ExitStatus.Unavailable
        : outcome.Failures.Count > 0 || outcome.Results.Any(result => result.IsWrong) ? ExitStatus.Wrong
        : ExitStatus.Good;
}
