using RmapHarness.Engine.Coverage;
using RmapHarness.Scenarios.Drafts;

namespace RmapHarness.Scenarios.Generating;

/// <summary>A scenario that a generator made.</summary>
/// <param name="Number">Its place in the generator's sequence, from 0.</param>
/// <param name="Draft">The scenario.</param>
/// <param name="Coverage">What it reaches in the model.</param>
/// <param name="NewCells">How much of that no scenario of the sequence had reached before.</param>
public sealed record GeneratedScenario(long Number, ScenarioDraft Draft, RuleCoverage Coverage, int NewCells);
