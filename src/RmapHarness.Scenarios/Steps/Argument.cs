using RmapHarness.Scenarios.Yaml;

namespace RmapHarness.Scenarios.Steps;

/// <summary>A parameter's value in one step, and where it was written (a default: at the step).</summary>
internal sealed record Argument(object Value, ScalarNode Node);
