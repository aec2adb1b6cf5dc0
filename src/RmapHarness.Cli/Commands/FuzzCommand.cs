using System.CommandLine;
using RmapHarness.Cli.Fuzzing;
using RmapHarness.Reports.Terminal;

namespace RmapHarness.Cli.Commands;

/// <summary><c>fuzz</c>: makes scenarios up, runs them on the model and on a kernel, and tells what does not agree.</summary>
internal static class FuzzCommand
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan OffTerminal = TimeSpan.FromSeconds(10);

    /// <summary>The command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var options = new FuzzOptions();
        var command = new Command("fuzz", "Make scenarios up, run them on a real kernel, and compare it with the model.");
        options.AddTo(command);
        command.SetAction((result, cancellation) => ExecuteAsync(environment, options.RequestOf(result), cancellation));
        return command;
    }

    private static async Task<int> ExecuteAsync(CommandEnvironment environment, FuzzRequest request, CancellationToken cancellation)
    {
        var progress = new ProgressLog(environment.Error, environment.IsErrorTerminal, environment.Columns);
        await using var kernel = await SingleKernel.FindAsync(environment, request.Run, progress, cancellation);
        if (kernel is null)
            return ExitStatus.Usage;
        try
        {
            FuzzOutput.Prepare(request);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            environment.Error.WriteLine($"error: {failure.Message}");
            return ExitStatus.Usage;
        }

        var session = new FuzzSession(request, kernel.NewRunner, progress, environment.IsErrorTerminal ? OnTerminal : OffTerminal);
        var outcome = await session.RunAsync(cancellation);
        FuzzText.Write(outcome, request.Run.Out, environment.Output);
        if (outcome.End == FuzzEnd.Failed)
            environment.Error.WriteLine($"error: {outcome.Document.Reason}");
        return outcome.End == FuzzEnd.Interrupted ? ExitStatus.Interrupted : outcome.IsWrong ? ExitStatus.Wrong : ExitStatus.Good;
    }
}
