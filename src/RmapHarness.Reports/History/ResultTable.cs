using System.Text.Json;
using RmapHarness.Reports.Json;

namespace RmapHarness.Reports.History;

/// <summary>The rows of results, and of the mismatches in them.</summary>
internal static class ResultTable
{
    /// <summary>Enters a result in the place of an earlier one of the same run, line and scenario. Within a transaction.</summary>
    public static void Replace(HistoryDatabase database, long run, string line, ScenarioEntry entry)
    {
        database.Execute("DELETE FROM result WHERE run = $1 AND line = $2 AND scenario = $3", run, line, entry.Name);
        database.Execute(
            """
            INSERT INTO result (run, line, scenario, hash, verdict, reason, signature, compared, duration_ms, at, document)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            run, line, entry.Name, entry.Hash, entry.Verdict, entry.Reason, ResultSignature.Of(entry), entry.Compared, entry.DurationMs, RunTable.Now(),
            JsonSerializer.Serialize(entry, ResultsJson.Compact));
        foreach (var group in entry.Diffs.GroupBy(diff => (Finding: diff.KnownIssue ?? "", diff.Observable, diff.Field)))
        {
            database.Execute(
                "INSERT INTO mismatch (run, line, scenario, finding, observable, field, count) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                run, line, entry.Name, group.Key.Finding, group.Key.Observable, group.Key.Field, group.Count());
        }
    }
}
