using RmapHarness.Scenarios;

namespace RmapHarness.Cli.Selection;

/// <summary>What the arguments of a command came to.</summary>
/// <param name="Scenarios">The scenarios in the order of the arguments, each once.</param>
/// <param name="Errors">Everything that is wrong, as lines to print; empty if all is well.</param>
internal sealed record SelectionResult(IReadOnlyList<Scenario> Scenarios, IReadOnlyList<string> Errors);
