using RmapHarness.Cli.Runs;
using RmapHarness.Engine.Kernel;
using RmapHarness.Engine.Proc;
using RmapHarness.Engine.Rmap;
using RmapHarness.Reports.Values;
using RmapHarness.Scenarios;
using RmapHarness.Scenarios.Text;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Commands;

/// <summary><c>run --values</c>: each scheme's prediction and each kernel's observation in columns, a table a scenario and base page size.</summary>
internal sealed class ValuesReport(CommandEnvironment environment)
{
    /// <summary>Writes the tables of one scenario.</summary>
    /// <param name="runs">Its runs on the kernels.</param>
    public void Write(IReadOnlyList<(KernelUnderTest Kernel, ScenarioRun Run)> runs)
    {
        var compared = runs.Where(entry => entry.Run is { Compiled: not null, Predicted: not null, Observed: not null });
        foreach (var group in compared.GroupBy(entry => entry.Kernel.Profile.Geometry))
        {
            var compiled = group.First().Run.Compiled!;
            var newest = group.Select(entry => entry.Kernel.Profile).MaxBy(profile => profile.Version)!;
            var kernels = group.Select(entry => new ValuesColumn(entry.Kernel.Release, entry.Run.Observed!.Trace, entry.Run.Predicted));
            new ValuesTable(compiled, [.. Predictions(compiled, newest), .. kernels]).Write(environment.Output);
        }
    }

    // What a scheme predicts may differ between releases too; the newest one of the table speaks for all.
    private IEnumerable<ValuesColumn> Predictions(CompiledScenario compiled, KernelProfile newest)
    {
        foreach (var scheme in Enum.GetValues<AccountingScheme>())
        {
            if (Predict(newest with { Scheme = scheme }, compiled) is { } trace)
                yield return new ValuesColumn(Words.Of(scheme), trace, null);
        }
    }

    private Trace? Predict(KernelProfile profile, CompiledScenario compiled)
    {
        try
        {
            return environment.Predict(profile, compiled.Program);
        }
        catch (UnmetExpectationException)
        {
            return null;
        }
    }
}
