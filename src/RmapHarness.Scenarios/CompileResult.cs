namespace RmapHarness.Scenarios;

/// <summary>What compiling gave: a program, or errors.</summary>
/// <param name="Compiled">The result; null if there are errors.</param>
/// <param name="Errors">Why the scenario does not work with this geometry; empty if it does.</param>
public sealed record CompileResult(CompiledScenario? Compiled, IReadOnlyList<ScenarioError> Errors);
