namespace RmapHarness.Scenarios.Steps;

/// <summary>A chosen value.</summary>
internal sealed record Choice<T>(T Value);
