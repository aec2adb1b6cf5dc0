using RmapHarness.Cli.Runs;
using RmapHarness.Guests;
using RmapHarness.Reports.Json;
using RmapHarness.Reports.Matrix;
using RmapHarness.Reports.Terminal;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Commands;

/// <summary>Tells people and programs what a run came to.</summary>
internal sealed class RunReport(CommandEnvironment environment, RunRequest request)
{
    /// <summary>Writes the tables, the mismatches, and results.json.</summary>
    public void Write(MatrixOutcome outcome)
    {
        var console = Consoles.Create(environment.Output, environment.IsOutputTerminal, environment.NoColor);
        foreach (var results in outcome.Results)
        {
            foreach (var result in results.Scenarios.Where(result => result.Verdict is Verdict.Fail or Verdict.Flaky or Verdict.Crash))
                environment.Output.WriteLine(MismatchText.Of(result, results.Kernel, RepeatCommand.Of(result.Scenario, results.Kernel, request)));
            ResultsTable.Write(console, results);
        }

        if (outcome.Results.Count + outcome.Gaps.Count > 1)
            MatrixText.Write(environment.Output, outcome.Results, outcome.Gaps);
        if (outcome.Results.Count > 0)
        {
            var path = ResultsFile.Write(request.Out, HarnessVersion.Text, outcome.Results, outcome.Gaps, outcome.Interrupted);
            environment.Output.WriteLine($"results: {path}");
        }

        foreach (var failure in outcome.Failures)
            WriteFailure(failure);
        if (outcome.Interrupted)
            environment.Error.WriteLine("interrupted");
    }

    private void WriteFailure(Exception failure)
    {
        environment.Error.WriteLine($"error: {failure.Message}");
        var detail = failure is TargetUnavailableException unavailable ? unavailable.Detail : failure.ToString();
        if (detail.Length > 0)
            environment.Error.WriteLine(detail);
    }
}
