namespace RmapHarness.Reports.History;

/// <summary>A run of the history.</summary>
/// <param name="Id">Its number; later runs have higher ones.</param>
/// <param name="Started">When it began, in UTC.</param>
/// <param name="Ended">When it ended; null while it runs, or if it was killed.</param>
/// <param name="State">Running (or killed), complete or interrupted.</param>
/// <param name="Harness">Version of the harness.</param>
/// <param name="Plan">Name of the plan.</param>
/// <param name="PlanHash">SHA-256 of the plan as it was read.</param>
/// <param name="Shard">I/N, or empty for a run of the whole plan.</param>
public sealed record RunRecord(
    long Id, DateTimeOffset Started, DateTimeOffset? Ended, RunState State, string Harness, string Plan, string PlanHash, string Shard);
