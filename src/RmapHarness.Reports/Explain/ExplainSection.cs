namespace RmapHarness.Reports.Explain;

/// <summary>The rows about one thing.</summary>
/// <param name="Title">The folio, the process, or the system.</param>
/// <param name="Rows">Its rows.</param>
public sealed record ExplainSection(string Title, IReadOnlyList<ExplainRow> Rows);
