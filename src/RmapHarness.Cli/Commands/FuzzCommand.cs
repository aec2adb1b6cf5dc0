using System.CommandLine;
using RmapHarness.Cli.Fuzzing;
using RmapHarness.Cli.Runs;
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
        Directory.CreateDirectory(request.Run.Out);
        await using var runner = kernel.NewRunner(request.Run.Jobs);
        progress.Report($"seed {request.Seed}: --seed {request.Seed} makes the same scenarios again");
        var fuzz = new FuzzRun(request, runner, progress, environment.IsErrorTerminal ? OnTerminal : OffTerminal);
        var interrupted = false;
        string? failure = null;
        try
        {
            await kernel.StartAsync(runner, cancellation);
            await fuzz.RunAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            interrupted = true;
        }
        catch (GuestsLostException exception)
        {
            failure = exception.Message;
        }

        progress.Clear();
        await runner.DisposeAsync();
        var findings = await ReviewAsync(request, kernel, fuzz, progress, cancellation);
        Tell(environment, fuzz, findings, failure);
        return interrupted || cancellation.IsCancellationRequested ? ExitStatus.Interrupted
            : findings.Count > 0 || fuzz.Crashes.Count > 0 || failure is not null || fuzz.Tally.IsWrong ? ExitStatus.Wrong
            : ExitStatus.Good;

        void Tell(CommandEnvironment to, FuzzRun run, IReadOnlyList<Finding> all, string? why)
        {
            if (all.Count > 0)
                new FindingsReport(request, kernel.UnderTest!, to.Output).Write(all);
            foreach (var crash in run.Crashes)
                to.Output.WriteLine($"crash: {crash}");
            if (why is not null)
                to.Error.WriteLine($"error: {why}");
            to.Output.WriteLine($"seed {request.Seed}: {run.Line}");
            if (run.FirstMismatch is { } first)
                to.Output.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"first mismatch after {first.TotalSeconds:F1} s"));
        }
    }

    private static async Task<IReadOnlyList<Finding>> ReviewAsync(
        FuzzRequest request, SingleKernel kernel, FuzzRun fuzz, ProgressLog progress, CancellationToken cancellation)
    {
        if (fuzz.Suspects.Distinct == 0)
            return [];
        return await new FindingsReview(request, () => kernel.NewRunner(1), kernel.UnderTest!.Profile, progress)
            .RunAsync(fuzz.Suspects, cancellation);
    }
}
