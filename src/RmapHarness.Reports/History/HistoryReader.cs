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
    private const string ResultColumns = "result.run, result.line, result.at, result.signature, result.document";

    // A run that ended, on a kernel whose scenarios all ended, with a verdict about the kernel.
    private const string Good = """
        result JOIN kernel USING (run, line) JOIN run ON run.id = result.run
        WHERE kernel.ended AND run.state = 'complete' AND result.verdict NOT IN ('skipped', 'inconclusive', 'error')
        """;

    /// <summary>The newest runs, the newest first.</summary>
    public IReadOnlyList<RunRecord> Runs(int most = int.MaxValue) =>
        Read(database.Command($"SELECT {RunColumns} FROM run ORDER BY id DESC LIMIT $1", most), ToRun);

    /// <summary>The kernels of a run by their lines.</summary>
    public IReadOnlyDictionary<string, KernelEntry> Kernels(long run) => Read(
        database.Command("SELECT line, document FROM kernel WHERE run = $1", run),
        row => (Line: row.GetString(0), Kernel: Parse<KernelEntry>(row.GetString(1)))).ToDictionary(pair => pair.Line, pair => pair.Kernel, StringComparer.Ordinal);

    /// <summary>The results of a run.</summary>
    public IReadOnlyList<ResultRecord> Results(long run) =>
        Read(database.Command($"SELECT {ResultColumns} FROM result WHERE run = $1 ORDER BY line, scenario", run), ToResult);

    /// <summary>
    /// What to compare a run's results on a kernel line with: for each scenario the latest earlier result that says something about the
    /// kernel, out of complete runs. By name of the scenario.
    /// </summary>
    /// <param name="line">The kernel line.</param>
    /// <param name="run">The run.</param>
    public IReadOnlyDictionary<string, ResultRecord> Baseline(string line, long run) => Read(
        database.Command(
            $"""
             SELECT {ResultColumns} FROM {Good} AND result.line = $1 AND result.run = (
                 SELECT max(run) FROM (SELECT result.run AS run, result.scenario AS name FROM {Good} AND result.line = $1 AND result.run < $2) WHERE name = result.scenario)
             """,
            line, run),
        ToResult).ToDictionary(result => result.Entry.Name, StringComparer.Ordinal);

    /// <summary>All results of a scenario (also of all that a for-each makes of it), the oldest first.</summary>
    public IReadOnlyList<ResultRecord> OfScenario(string name) => Read(
        database.Command(
            $"SELECT {ResultColumns} FROM result WHERE scenario = $1 OR substr(scenario, 1, length($1) + 1) = $1 || '[' ORDER BY scenario, line, run", name),
        ToResult);

    /// <summary>All results on a kernel, by its line or its release, the oldest first.</summary>
    public IReadOnlyList<ResultRecord> OfKernel(string name) => Read(
        database.Command(
            $"SELECT {ResultColumns} FROM result JOIN kernel USING (run, line) WHERE result.line = $1 OR kernel.release = $1 ORDER BY run, line, scenario", name),
        ToResult);

    /// <summary>All results with a mismatch that a finding explains, the oldest first.</summary>
    public IReadOnlyList<ResultRecord> OfFinding(string id) => Read(
        database.Command(
            $"""
             SELECT {ResultColumns} FROM result
             WHERE EXISTS (SELECT 1 FROM mismatch WHERE mismatch.run = result.run AND mismatch.line = result.line
                           AND mismatch.scenario = result.scenario AND finding = $1)
             ORDER BY run, line, scenario
             """,
            id),
        ToResult);

    /// <summary>The findings that explained a mismatch in a run.</summary>
    public IReadOnlyList<string> Findings(long run) =>
        Read(database.Command("SELECT DISTINCT finding FROM mismatch WHERE run = $1 AND finding <> '' ORDER BY finding", run), row => row.GetString(0));

    /// <summary>All that the history can be asked for by name.</summary>
    public IReadOnlyList<string> Names() => Read(
        database.Command("SELECT scenario FROM result UNION SELECT line FROM kernel UNION SELECT release FROM kernel UNION SELECT finding FROM mismatch WHERE finding <> ''"),
        row => row.GetString(0));

    /// <summary>How many of the latest runs of a scenario on a kernel line were flaky, and how many there are.</summary>
    /// <param name="line">The kernel line.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="most">How many runs to look at.</param>
    public (int Flaky, int Runs) FlakyRate(string line, string scenario, int most)
    {
        var verdicts = Read(
            database.Command(
                "SELECT verdict FROM result WHERE line = $1 AND scenario = $2 AND verdict <> 'skipped' ORDER BY run DESC LIMIT $3", line, scenario, most),
            row => row.GetString(0));
        return (verdicts.Count(verdict => verdict == "flaky"), verdicts.Count);
    }

    private static RunRecord ToRun(SqliteDataReader row) => new(
        row.GetInt64(0),
        Time(row.GetString(1)),
        row.IsDBNull(2) ? null : Time(row.GetString(2)),
        Words.Find<RunState>(row.GetString(3))!.Value,
        row.GetString(4),
        row.GetString(5),
        row.GetString(6),
        row.GetString(7));

    private static ResultRecord ToResult(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), Time(row.GetString(2)), row.GetString(3), Parse<ScenarioEntry>(row.GetString(4)));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, ResultsJson.Compact)!;

    private List<T> Read<T>(SqliteCommand command, Func<SqliteDataReader, T> toValue)
    {
        using (command)
        {
            try
            {
                using var rows = command.ExecuteReader();
                var values = new List<T>();
                while (rows.Read())
                    values.Add(toValue(rows));
                return values;
            }
            catch (Exception failure) when (failure is SqliteException or JsonException)
            {
                throw new HistoryException($"{database.Path}: {failure.Message}", failure);
            }
        }
    }
}
