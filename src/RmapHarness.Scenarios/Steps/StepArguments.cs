namespace RmapHarness.Scenarios.Steps;

/// <summary>The arguments of one step.</summary>
internal sealed class StepArguments;
