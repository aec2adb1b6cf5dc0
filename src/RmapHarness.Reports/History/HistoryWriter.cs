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
            database.InOne(() => run = RunTable.Resume(database, harness, planHash, shard, oldest) ?? RunTable.Insert(database, harness, plan, planHash, shard));
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
                database.Execute("DELETE FROM kernel WHERE run = $1 AND line = $2 AND document <> $3", Run, line, document);
                database.Execute(
                    "INSERT OR IGNORE INTO kernel (run, line, release, arch, scheme, config_hash, document) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                    Run, line, kernel.Release, kernel.Arch, kernel.Scheme, kernel.ConfigHash, document);
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
            database.InOne(() => ResultTable.Replace(database, Run, line, entry));
    }

    /// <summary>Enters that all scenarios of a kernel have ended.</summary>
    public void EndKernel(string line)
    {
        lock (gate)
        {
            database.InOne(() =>
            {
                database.Execute("UPDATE kernel SET ended = 1 WHERE run = $1 AND line = $2", Run, line);
                // A run that is gone on with may have the kernel now.
                database.Execute("DELETE FROM gap WHERE run = $1 AND line = $2", Run, line);
            });
        }
    }

    /// <summary>Enters that a kernel line could not be had, or not to its end; a later reason replaces it.</summary>
    /// <param name="line">The kernel line.</param>
    /// <param name="reason">Why, in one line.</param>
    public void EnterGap(string line, string reason)
    {
        lock (gate)
            Change("INSERT OR REPLACE INTO gap (run, line, reason) VALUES ($1, $2, $3)", Run, line, reason);
    }

    /// <summary>Enters how the run ended.</summary>
    /// <param name="state">Complete or Interrupted.</param>
    public void End(RunState state)
    {
        lock (gate)
            Change("UPDATE run SET ended = $2, state = $3 WHERE id = $1", Run, RunTable.Now(), Words.Of(state));
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

    private void Change(string sql, params object?[] values) => database.InOne(() => database.Execute(sql, values));
}
