namespace RmapHarness.Scenarios.Steps;

/// <summary>A kind of step.</summary>
public abstract class StepDefinition;
