namespace RmapHarness.Cli.Nightly;

/// <summary>What runs each night.</summary>
/// <param name="Name">The plan's name.</param>
/// <param name="Hash">SHA-256 of the plan's text, in hexadecimal.</param>
/// <param name="Lines">The kernels, in the order of the plan, with all its dimensions multiplied out.</param>
public sealed record NightlyPlan(string Name, string Hash, IReadOnlyList<PlanLine> Lines);
