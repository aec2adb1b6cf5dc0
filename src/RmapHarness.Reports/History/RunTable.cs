using System.Globalization;

namespace RmapHarness.Reports.History;

/// <summary>The rows of runs.</summary>
internal static class RunTable
{
    /// <summary>Goes on with a run that did not come to its end; null if there is none.</summary>
    public static long? Resume(HistoryDatabase database, string harness, string planHash, string shard, DateTimeOffset oldest)
    {
        using var find = database.Command(
            "SELECT max(id) FROM run WHERE state <> 'complete' AND harness = $1 AND plan_hash = $2 AND shard = $3 AND started >= $4",
            harness, planHash, shard, Text(oldest));
        if (find.ExecuteScalar() is not long run)
            return null;
        database.Execute("UPDATE run SET state = 'running', ended = NULL WHERE id = $1", run);
        return run;
    }

    /// <summary>Begins a run.</summary>
    /// <returns>Its number.</returns>
    public static long Insert(HistoryDatabase database, string harness, string plan, string planHash, string shard)
    {
        using var insert = database.Command(
            "INSERT INTO run (started, state, harness, plan, plan_hash, shard) VALUES ($1, 'running', $2, $3, $4, $5) RETURNING id",
            Now(), harness, plan, planHash, shard);
        return (long)insert.ExecuteScalar()!;
    }

    /// <summary>This moment, as all tables have times: they sort as texts.</summary>
    public static string Now() => Text(DateTimeOffset.UtcNow);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
