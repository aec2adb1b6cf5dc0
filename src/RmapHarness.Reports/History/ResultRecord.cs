using RmapHarness.Reports.Json;

namespace RmapHarness.Reports.History;

/// <summary>The result of one scenario on one kernel in one run.</summary>
/// <param name="Run">Number of the run.</param>
/// <param name="Line">The kernel line.</param>
/// <param name="At">When it was entered, in UTC.</param>
/// <param name="Signature">What its mismatches or its crash are, in a form that does not change from night to night.</param>
/// <param name="Entry">The result as in results.json.</param>
public sealed record ResultRecord(long Run, string Line, DateTimeOffset At, string Signature, ScenarioEntry Entry);
