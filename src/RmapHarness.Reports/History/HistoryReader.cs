using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using RmapHarness.Reports.Json;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Reports.History;

/// <summary>What the history knows.</summary>
/// <param name="database">The history; stays the caller's.</param>
public sealed class HistoryReader(HistoryDatabase database)
{
    private const string RunColumns = "id, started, ended, state, harness, plan, plan_hash, shard";
    internal const string ResultColumns = "result.run, result.line, result.at, result.signature, result.document";

    /// <summary>What a run is compared with.</summary>
    public PastRuns Past { get; } = new(database);

    /// <summary>The newest runs, the newest first.</summary>
    public IReadOnlyList<RunRecord> Runs(int most = int.MaxValue) =>
        database.Read(ToRun, $"SELECT {RunColumns} FROM run ORDER BY id DESC LIMIT $1", most);

    /// <summary>One run.</summary>
    /// <exception cref="HistoryException">There is none of that number.</exception>
    public RunRecord Run(long run) =>
        database.Read(ToRun, $"SELECT {RunColumns} FROM run WHERE id = $1", run) is [var found]
            ? found
            : throw new HistoryException(string.Create(CultureInfo.InvariantCulture, $"{database.Path}: there is no run {run}"));

    /// <summary>The kernels of a run by their lines.</summary>
    public IReadOnlyDictionary<string, KernelEntry> Kernels(long run) => database
        .Read(row => (Line: row.GetString(0), Kernel: Parse<KernelEntry>(row.GetString(1))), "SELECT line, document FROM kernel WHERE run = $1", run)
        .ToDictionary(pair => pair.Line, pair => pair.Kernel, StringComparer.Ordinal);

    /// <summary>The results of a run.</summary>
    public IReadOnlyList<ResultRecord> Results(long run) =>
        database.Read(ToResult, $"SELECT {ResultColumns} FROM result WHERE run = $1 ORDER BY line, scenario", run);

    /// <summary>The kernel lines that a run could not have, or not to their ends.</summary>
    public IReadOnlyList<GapEntry> Gaps(long run) =>
        database.Read(row => new GapEntry(row.GetString(0), row.GetString(1)), "SELECT line, reason FROM gap WHERE run = $1 ORDER BY line", run);

    /// <summary>All results of a scenario (also of all that a for-each makes of it), the oldest first.</summary>
    public IReadOnlyList<ResultRecord> OfScenario(string name) => database.Read(
        ToResult,
        $"SELECT {ResultColumns} FROM result WHERE scenario = $1 OR substr(scenario, 1, length($1) + 1) = $1 || '[' ORDER BY scenario, line, run",
        name);

    /// <summary>All results on a kernel, by its line or its release, the oldest first.</summary>
    public IReadOnlyList<ResultRecord> OfKernel(string name) => database.Read(
        ToResult,
        $"SELECT {ResultColumns} FROM result JOIN kernel USING (run, line) WHERE result.line = $1 OR kernel.release = $1 ORDER BY run, line, scenario",
        name);

    /// <summary>All results with a mismatch that a finding explains, the oldest first.</summary>
    public IReadOnlyList<ResultRecord> OfFinding(string id) => database.Read(
        ToResult,
        $"""
         SELECT {ResultColumns} FROM result
         WHERE EXISTS (SELECT 1 FROM mismatch WHERE mismatch.run = result.run AND mismatch.line = result.line
                       AND mismatch.scenario = result.scenario AND finding = $1)
         ORDER BY run, line, scenario
         """,
        id);

    /// <summary>The scenarios in which a finding ever explained a mismatch on a kernel line.</summary>
    public IReadOnlyList<string> ScenariosOfFinding(string id, string line) =>
        database.Read(row => row.GetString(0), "SELECT DISTINCT scenario FROM mismatch WHERE finding = $1 AND line = $2", id, line);

    /// <summary>The findings that explained a mismatch in a run.</summary>
    public IReadOnlyList<string> Findings(long run) =>
        database.Read(row => row.GetString(0), "SELECT DISTINCT finding FROM mismatch WHERE run = $1 AND finding <> '' ORDER BY finding", run);

    /// <summary>All that the history can be asked for by name.</summary>
    public IReadOnlyList<string> Names() => database.Read(
        row => row.GetString(0),
        "SELECT scenario FROM result UNION SELECT line FROM kernel UNION SELECT release FROM kernel UNION SELECT finding FROM mismatch WHERE finding <> ''");

    private static RunRecord ToRun(SqliteDataReader row) => new(
        row.GetInt64(0),
        Time(row.GetString(1)),
        row.IsDBNull(2) ? null : Time(row.GetString(2)),
        Words.Find<RunState>(row.GetString(3))!.Value,
        row.GetString(4),
        row.GetString(5),
        row.GetString(6),
        row.GetString(7));

    internal static ResultRecord ToResult(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), Time(row.GetString(2)), row.GetString(3), Parse<ScenarioEntry>(row.GetString(4)));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, ResultsJson.Compact)!;
}
