using System.Globalization;
using System.Text.Json;
using RmapHarness.Reports.Json;
using RmapHarness.Scenarios.Text;

namespace RmapHarness.Reports.History;

/// <summary>
/// The one writer of a history. Holds a lock beside the file, which the system takes back when the process ends in whatever way. All
/// members may be called from any thread.
/// </summary>
public sealed class HistoryWriter : IDisposable
{
    private readonly Lock gate = new();
    private readonly HistoryDatabase database;
    private readonly FileStream writerLock;

    private HistoryWriter(HistoryDatabase database, FileStream writerLock, long run)
    {
        this.database = database;
        this.writerLock = writerLock;
        Run = run;
    }

    /// <summary>Number of the run that is written.</summary>
    public long Run { get; }

    /// <summary>Begins a run, or goes on with one that did not come to its end.</summary>
    /// <param name="path">The database.</param>
    /// <param name="harness">Version of the harness.</param>
    /// <param name="plan">Name of the plan.</param>
    /// <param name="planHash">SHA-256 of the plan.</param>
    /// <param name="shard">I/N, or empty.</param>
    /// <param name="oldest">A run of the same harness, plan and shard that began after this and did not come to its end is gone on with.</param>
    /// <exception cref="HistoryException">It cannot be written, or another process writes it.</exception>
    public static HistoryWriter Begin(string path, string harness, string plan, string planHash, string shard, DateTimeOffset oldest)
    {
        var database = HistoryDatabase.Open(path);
        FileStream? writerLock = null;
        try
        {
            writerLock = TakeLock(path);
            long run = 0;
            database.InOne(() => run = Resume(database, harness, planHash, shard, oldest) ?? Insert(database, harness, plan, planHash, shard));
            return new HistoryWriter(database, writerLock, run);
        }
        catch
        {
            writerLock?.Dispose();
            database.Dispose();
            throw;
        }
    }

    /// <summary>Enters a kernel, before its results.</summary>
    /// <param name="line">The kernel line.</param>
    /// <param name="kernel">The kernel.</param>
    /// <returns>The results that the run already has of this very kernel; those of another one that had the line are removed.</returns>
    public IReadOnlyList<ResultRecord> EnterKernel(string line, KernelEntry kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var document = JsonSerializer.Serialize(kernel, ResultsJson.Compact);
        lock (gate)
        {
            database.InOne(() =>
            {
                using var remove = database.Command("DELETE FROM kernel WHERE run = $1 AND line = $2 AND document <> $3", Run, line, document);
                remove.ExecuteNonQuery();
                using var insert = database.Command(
                    "INSERT OR IGNORE INTO kernel (run, line, release, arch, scheme, config_hash, document) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                    Run, line, kernel.Release, kernel.Arch, kernel.Scheme, kernel.ConfigHash, document);
                insert.ExecuteNonQuery();
            });
            return [.. new HistoryReader(database).Results(Run).Where(result => result.Line == line)];
        }
    }

    /// <summary>Enters a finished result; a later one of the same scenario replaces it.</summary>
    /// <param name="line">The kernel line; see <see cref="EnterKernel"/>.</param>
    /// <param name="entry">The result.</param>
    public void Enter(string line, ScenarioEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (gate)
            database.InOne(() => Insert(line, entry));
    }

    /// <summary>Enters that all scenarios of a kernel have ended.</summary>
    public void EndKernel(string line)
    {
        lock (gate)
            Change("UPDATE kernel SET ended = 1 WHERE run = $1 AND line = $2", Run, line);
    }

    /// <summary>Enters how the run ended.</summary>
    /// <param name="state">Complete or Interrupted.</param>
    public void End(RunState state)
    {
        lock (gate)
            Change("UPDATE run SET ended = $2, state = $3 WHERE id = $1", Run, Now(), Words.Of(state));
    }

    /// <summary>A reader on the same connection.</summary>
    public HistoryReader Read() => new(database);

    /// <inheritdoc/>
    public void Dispose()
    {
        database.Dispose();
        writerLock.Dispose();
    }

    private static FileStream TakeLock(string path)
    {
        try
        {
            return new FileStream($"{path}.writer", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure)
        {
            throw new HistoryException($"{path}: another nightly run writes it ({failure.Message})", failure);
        }
    }

    private static long? Resume(HistoryDatabase database, string harness, string planHash, string shard, DateTimeOffset oldest)
    {
        using var find = database.Command(
            "SELECT max(id) FROM run WHERE state <> 'complete' AND harness = $1 AND plan_hash = $2 AND shard = $3 AND started >= $4",
            harness, planHash, shard, Time(oldest));
        if (find.ExecuteScalar() is not long run)
            return null;
        using var reopen = database.Command("UPDATE run SET state = 'running', ended = NULL WHERE id = $1", run);
        reopen.ExecuteNonQuery();
        return run;
    }

    private static long Insert(HistoryDatabase database, string harness, string plan, string planHash, string shard)
    {
        using var insert = database.Command(
            "INSERT INTO run (started, state, harness, plan, plan_hash, shard) VALUES ($1, 'running', $2, $3, $4, $5) RETURNING id",
            Now(), harness, plan, planHash, shard);
        return (long)insert.ExecuteScalar()!;
    }

    private void Insert(string line, ScenarioEntry entry)
    {
        using var remove = database.Command("DELETE FROM result WHERE run = $1 AND line = $2 AND scenario = $3", Run, line, entry.Name);
        remove.ExecuteNonQuery();
        using var insert = database.Command(
            """
            INSERT INTO result (run, line, scenario, hash, verdict, reason, signature, compared, duration_ms, at, document)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            Run, line, entry.Name, entry.Hash, entry.Verdict, entry.Reason, ResultSignature.Of(entry), entry.Compared, entry.DurationMs, Now(),
            JsonSerializer.Serialize(entry, ResultsJson.Compact));
        insert.ExecuteNonQuery();
        foreach (var group in entry.Diffs.GroupBy(diff => (Finding: diff.KnownIssue ?? "", diff.Observable, diff.Field)))
        {
            using var mismatch = database.Command(
                "INSERT INTO mismatch (run, line, scenario, finding, observable, field, count) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                Run, line, entry.Name, group.Key.Finding, group.Key.Observable, group.Key.Field, group.Count());
            mismatch.ExecuteNonQuery();
        }
    }

    private void Change(string sql, params object?[] values) => database.InOne(() =>
    {
        using var command = database.Command(sql, values);
        command.ExecuteNonQuery();
    });

    private static string Now() => Time(DateTimeOffset.UtcNow);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
