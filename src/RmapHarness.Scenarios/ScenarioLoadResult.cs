namespace RmapHarness.Scenarios;

/// <summary>What a file gave: scenarios, or errors; never both.</summary>
/// <param name="Scenarios">The scenarios; more than one if the file has a <c>for-each</c>. Empty if there are errors.</param>
/// <param name="Errors">Everything that is wrong, by line and column.</param>
public sealed record ScenarioLoadResult(IReadOnlyList<Scenario> Scenarios, IReadOnlyList<ScenarioError> Errors);
