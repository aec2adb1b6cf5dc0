using RmapHarness.Engine.Proc;
using RmapHarness.Scenarios;
using RmapHarness.Verdicts;

namespace RmapHarness.Cli.Runs;

/// <summary>What became of one scenario.</summary>
/// <param name="Index">Its place in the stream of scenarios, from 0.</param>
/// <param name="Compiled">What ran; null if it could not run on this kernel at all.</param>
/// <param name="Predicted">The model's trace; null if there is none.</param>
/// <param name="Observed">The kernel's run, the second one where it was run again; null if it was not run.</param>
/// <param name="Result">The verdict.</param>
internal sealed record ScenarioRun(long Index, CompiledScenario? Compiled, Trace? Predicted, ObservedRun? Observed, ScenarioResult Result);
