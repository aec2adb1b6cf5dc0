using System.CommandLine;
using RmapHarness.Cli.Fuzzing;
using RmapHarness.Cli.Runs;
using RmapHarness.Reports.Terminal;
using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Drafts;
using RmapHarness.Scenarios.Shrinking;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Cli.Commands;

/// <summary><c>shrink</c>: makes a scenario as small as it can be while it shows the same mismatch or crash.</summary>
internal static class ShrinkCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var file = ScenarioArgument.Create();
        var options = new RunOptions();
        var command = new Command("shrink", "Make a scenario smaller while it shows the same mismatch or crash; goes on where it was interrupted.") { file };
        options.AddGuestTo(command);
        command.SetAction((result, cancellation) =>
            ExecuteAsync(environment, result.GetRequiredValue(file), options.RequestOf(result), cancellation));
        return command;
    }

    private static async Task<int> ExecuteAsync(
        CommandEnvironment environment, string argument, RunRequest request, CancellationToken cancellation)
    {
        var progress = new ProgressLog(environment.Error, environment.IsErrorTerminal, environment.Columns);
        if (ScenarioArgument.Find(environment, argument) is not { } scenario)
            return ExitStatus.Usage;
        await using var kernel = await SingleKernel.FindAsync(environment, request, progress, cancellation);
        if (kernel is null)
            return ExitStatus.Usage;
        await using var runner = kernel.NewRunner(request.Jobs);
        var known = (await runner.StartAsync(cancellation)).UnderTest;
        var first = await runner.RunAsync(new[] { scenario }.ToAsyncEnumerable(), cancellation).SingleAsync(cancellation);
        if (Suspect.Of(first.Result) is not { } suspect)
        {
            environment.Output.WriteLine($"{scenario.Name} shows no mismatch: {Words.Of(first.Result.Verdict)} {first.Result.Reason}".TrimEnd());
            return first.Result.Verdict == Verdicts.Verdict.Pass ? ExitStatus.Good : ExitStatus.Wrong;
        }

        progress.Report($"{scenario.Name}: {scenario.Steps.Count} steps show {suspect.Symptom}");
        var directory = Path.Combine(request.Out, "shrink");
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, $"{suspect.Draft.Name}.yaml");
        var about = $"{HarnessVersion.Text} {known.Release} {scenario.Hash} {scenario.Name} {suspect.Symptom}";
        ScenarioDraft smaller;
        int asked;
        using (var journal = new ShrinkJournal(Path.ChangeExtension(path, ".journal"), about))
        {
            (smaller, asked) = await new ShrinkSession(runner, known.Profile).RunAsync(
                suspect.Draft, suspect.Symptom, journal, better => progress.Report($"{better.Steps.Count} steps"), cancellation);
        }

        await runner.DisposeAsync();
        File.WriteAllText(path, smaller.ToString());
        var (shown, _) = await new Confirmation(() => kernel.NewRunner(1)).RunAsync(Load(smaller, path), suspect.Symptom, cancellation);
        environment.Output.WriteLine(
            $"{smaller.Steps.Count} of {scenario.Steps.Count} steps are left after {asked} runs; shown in {shown} of {Confirmation.Runs} runs on fresh guests: {path}");
        return ExitStatus.Wrong;
    }

    private static Scenario Load(ScenarioDraft draft, string path) => draft.Load(path).Scenarios[0];
}
