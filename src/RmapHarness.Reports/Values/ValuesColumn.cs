using RmapHarness.Engine.Proc;

namespace RmapHarness.Reports.Values;

/// <summary>The answers of one scheme's model, or of one kernel.</summary>
/// <param name="Title">Who answers.</param>
/// <param name="Trace">The answers.</param>
/// <param name="Expected">What the model expects of a kernel; null for the model itself.</param>
public sealed record ValuesColumn(string Title, Trace Trace, Trace? Expected);
