using System.CommandLine;
using RmapHarness.Cli.Fuzzing;
using RmapHarness.Cli.Runs;
using RmapHarness.Reports.Terminal;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Cli.Commands;

/// <summary><c>reproduce</c>: runs a scenario and writes it as a C program with what is expected of the kernel that it ran on.</summary>
internal static class ReproduceCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var file = ScenarioArgument.Create();
        var code = new Option<string?>("--code") { Description = "The file for the program (default: stdout).", HelpName = "FILE.c" };
        var options = new RunOptions();
        var command = new Command("reproduce", "Write a scenario as one C program that needs nothing but libc.") { file, code };
        options.AddGuestTo(command);
        command.SetAction((result, cancellation) => ExecuteAsync(
            environment, result.GetRequiredValue(file), result.GetValue(code), options.RequestOf(result), cancellation));
        return command;
    }

    private static async Task<int> ExecuteAsync(
        CommandEnvironment environment, string argument, string? path, RunRequest request, CancellationToken cancellation)
    {
        var progress = new ProgressLog(environment.Error, environment.IsErrorTerminal, environment.Columns);
        if (ScenarioArgument.Find(environment, argument) is not { } scenario)
            return ExitStatus.Usage;
        await using var kernel = await SingleKernel.FindAsync(environment, request, progress, cancellation);
        if (kernel is null)
            return ExitStatus.Usage;
        await using var runner = kernel.NewRunner(1);
        var known = (await runner.StartAsync(cancellation)).UnderTest;
        var run = await runner.RunAsync(new[] { scenario }.ToAsyncEnumerable(), cancellation).SingleAsync(cancellation);
        progress.Report($"{scenario.Name} on {known.Release}: {Words.Of(run.Result.Verdict)} {run.Result.Reason}".TrimEnd());
        if (run.Compiled is null || run.Predicted is null)
            return ExitStatus.Wrong;
        try
        {
            var program = Reproducers.Write(run, known);
            if (path is null)
                environment.Output.Write(program);
            else
                File.WriteAllText(path, program);
            return ExitStatus.Good;
        }
        catch (NotSupportedException exception)
        {
            environment.Error.WriteLine($"error: {exception.Message}");
            return ExitStatus.Usage;
        }
    }
}
