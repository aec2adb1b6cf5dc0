using RmapHarness.Reports.Json;

namespace RmapHarness.Reports.History;

/// <summary>What the history knows of the runs before a run, on a kernel line.</summary>
/// <param name="database">The history; stays the caller's.</param>
public sealed class PastRuns(HistoryDatabase database)
{
    // A run that ended, on a kernel whose scenarios all ended, with a verdict about the kernel.
    private const string Good = """
        result JOIN kernel USING (run, line) JOIN run ON run.id = result.run
        WHERE kernel.ended AND run.state = 'complete' AND result.verdict NOT IN ('skipped', 'inconclusive', 'error')
        """;

    /// <summary>
    /// What to compare a run's results on a kernel line with: for each scenario the latest earlier result that says something about the
    /// kernel, out of complete runs. By name of the scenario.
    /// </summary>
    /// <param name="line">The kernel line.</param>
    /// <param name="run">The run.</param>
    public IReadOnlyDictionary<string, ResultRecord> Baseline(string line, long run) => database
        .Read(
            HistoryReader.ToResult,
            $"""
             SELECT {HistoryReader.ResultColumns} FROM {Good} AND result.line = $1 AND result.run = (
                 SELECT max(run) FROM (SELECT result.run AS run, result.scenario AS name FROM {Good} AND result.line = $1 AND result.run < $2) WHERE name = result.scenario)
             """,
            line, run)
        .ToDictionary(result => result.Entry.Name, StringComparer.Ordinal);

    /// <summary>
    /// What the latest complete runs before a run came to on a kernel line, by name of the scenario, the latest first. A run in which
    /// the line did not come to its end does not count.
    /// </summary>
    /// <param name="line">The kernel line.</param>
    /// <param name="run">The run.</param>
    /// <param name="most">How many runs to look at.</param>
    public ILookup<string, PastResult> Latest(string line, long run, int most) => database
        .Read(
            row => (
                Scenario: row.GetString(0),
                Result: new PastResult(row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5))),
            """
            SELECT scenario, verdict, signature, hash, release || ' ' || ifnull(config_hash, ''), harness
            FROM result JOIN kernel USING (run, line) JOIN run ON run.id = result.run
            WHERE result.line = $1 AND result.run IN (
                SELECT kernel.run FROM kernel JOIN run ON run.id = kernel.run
                WHERE kernel.line = $1 AND kernel.run < $2 AND kernel.ended AND run.state = 'complete' ORDER BY kernel.run DESC LIMIT $3)
            ORDER BY result.run DESC
            """,
            line, run, most)
        .ToLookup(pair => pair.Scenario, pair => pair.Result, StringComparer.Ordinal);

    /// <summary>The latest failing, crashing or flaky result of each scenario whose name begins with a text, out of the thirty runs before a run.</summary>
    /// <param name="line">The kernel line.</param>
    /// <param name="prefix">What the names begin with.</param>
    /// <param name="run">The run.</param>
    public IReadOnlyList<ScenarioEntry> TroubleOf(string line, string prefix, long run) =>
    [
        .. database
            .Read(
                HistoryReader.ToResult,
                $"""
                 SELECT {HistoryReader.ResultColumns} FROM result
                 WHERE line = $1 AND substr(scenario, 1, length($2)) = $2 AND verdict IN ('fail', 'crash', 'flaky')
                     AND run IN (SELECT id FROM run WHERE id < $3 ORDER BY id DESC LIMIT 30)
                 ORDER BY run DESC
                 """,
                line, prefix, run)
            .Select(result => result.Entry).DistinctBy(entry => entry.Name).OrderBy(entry => entry.Name, StringComparer.Ordinal),
    ];

    /// <summary>The latest complete run of the same plan and shard before a run; null if there is none.</summary>
    /// <param name="run">The run.</param>
    public long? LatestOfPlan(long run) => database
        .Read(
            row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0),
            """
            SELECT max(earlier.id) FROM run JOIN run AS earlier ON earlier.plan_hash = run.plan_hash AND earlier.shard = run.shard
            WHERE run.id = $1 AND earlier.id < $1 AND earlier.state = 'complete'
            """,
            run)
        .Single();

    /// <summary>The latest run before a run that tried a kernel line, and whether it could have it to its end; null if none tried.</summary>
    /// <param name="line">The kernel line.</param>
    /// <param name="run">The run.</param>
    public (long Run, bool WasHad)? LatestTry(string line, long run) => database
        .Read(
            row => row.IsDBNull(0) ? ((long, bool)?)null : (row.GetInt64(0), row.GetInt64(1) == 0),
            """
            SELECT max(tried), gap FROM (
                SELECT run AS tried, 0 AS gap FROM kernel WHERE line = $1 AND run < $2 AND ended
                UNION ALL SELECT run, 1 FROM gap WHERE line = $1 AND run < $2)
            """,
            line, run)
        .Single();
}
