using RmapHarness.Engine.Proc;
using RmapHarness.Scenarios;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Runs;

/// <summary>A scenario on its way through a guest.</summary>
/// <param name="Index">Its place in the stream of scenarios, from 0.</param>
/// <param name="Compiled">What runs.</param>
/// <param name="Prediction">The model's trace of it.</param>
internal sealed record WorkItem(long Index, CompiledScenario Compiled, Prediction Prediction)
{
    /// <summary>The result of its first run, if this is the second one.</summary>
    public ScenarioResult? First { get; init; }

    /// <summary>What is told of it.</summary>
    /// <param name="predicted">The model's trace, if there is one.</param>
    /// <param name="observed">The kernel's run.</param>
    /// <param name="result">The verdict.</param>
    public ScenarioRun Ran(Trace? predicted, ObservedRun observed, ScenarioResult result) => new(Index, Compiled, predicted, observed, result);
}
