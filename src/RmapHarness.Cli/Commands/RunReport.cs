using RmapHarness.Cli.Runs;
using RmapHarness.Reports.Json;
using RmapHarness.Reports.Matrix;
using RmapHarness.Reports.Terminal;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Commands;

/// <summary>Tells people and programs what a run came to.</summary>
internal sealed class RunReport(CommandEnvironment environment, RunRequest request)
{
    /// <summary>Writes the tables, the mismatches, and results.json.</summary>
    /// <param name="outcome">What the run came to.</param>
    /// <param name="log">The traces, if the values are wanted.</param>
    public void Write(MatrixOutcome outcome, RunLog? log = null)
    {
        var console = Consoles.Create(environment.Output, environment.IsOutputTerminal, environment.NoColor);
        foreach (var results in outcome.Results)
        {
            foreach (var result in results.Scenarios.Where(result => result.Verdict is Verdict.Fail or Verdict.Flaky or Verdict.Crash))
            {
                environment.Output.WriteLine(MismatchText.Of(
                    result,
                    results.Kernel,
                    RepeatCommand.Of(result.Scenario, results.Kernel, request),
                    RepeatCommand.InC(result.Scenario, results.Kernel, request)));
            }

            ResultsTable.Write(console, results);
        }

        if (outcome.Results.Count + outcome.Gaps.Count > 1)
            MatrixText.Write(environment.Output, outcome.Results, outcome.Gaps);
        if (request.Values && log is not null && outcome.Results.Count > 0)
            WriteValues(outcome.Results[0].Scenarios.Count, log);
        if (outcome.Results.Count > 0)
        {
            var path = ResultsFile.Write(request.Out, HarnessVersion.Text, outcome.Results, outcome.Gaps, outcome.Interrupted);
            environment.Output.WriteLine($"results: {path}");
        }

        foreach (var failure in outcome.Failures)
            FailureText.Write(environment.Error, failure);
        if (outcome.Interrupted)
            environment.Error.WriteLine("interrupted");
    }

    private void WriteValues(int scenarios, RunLog log)
    {
        var report = new ValuesReport(environment);
        for (var index = 0; index < scenarios; index++)
            report.Write(log.Of(index, request.Kernels));
    }
}
