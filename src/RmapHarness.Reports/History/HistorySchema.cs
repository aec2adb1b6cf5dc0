using System.Globalization;
using Microsoft.Data.Sqlite;

namespace RmapHarness.Reports.History;

/// <summary>The tables of the history, and the way to them from older ones.</summary>
internal static class HistorySchema
{
    /// <summary>One step each; the n-th leads to version n. Never change one that was released: append.</summary>
    public static IReadOnlyList<string> Migrations { get; } =
    [
        """
        CREATE TABLE run (
            id INTEGER PRIMARY KEY,
            started TEXT NOT NULL,
            ended TEXT,
            state TEXT NOT NULL CHECK (state IN ('running', 'complete', 'interrupted')),
            harness TEXT NOT NULL,
            plan TEXT NOT NULL,
            plan_hash TEXT NOT NULL,
            shard TEXT NOT NULL
        );
        CREATE TABLE kernel (
            run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
            line TEXT NOT NULL,
            release TEXT NOT NULL,
            arch TEXT NOT NULL,
            scheme TEXT NOT NULL,
            config_hash TEXT,
            document TEXT NOT NULL,
            ended INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (run, line)
        ) WITHOUT ROWID;
        CREATE TABLE result (
            run INTEGER NOT NULL,
            line TEXT NOT NULL,
            scenario TEXT NOT NULL,
            hash TEXT NOT NULL,
            verdict TEXT NOT NULL,
            reason TEXT NOT NULL,
            signature TEXT NOT NULL,
            compared INTEGER NOT NULL,
            duration_ms INTEGER NOT NULL,
            at TEXT NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (run, line, scenario),
            FOREIGN KEY (run, line) REFERENCES kernel ON DELETE CASCADE
        ) WITHOUT ROWID;
        CREATE INDEX result_by_scenario ON result (line, scenario, run);
        CREATE TABLE mismatch (
            run INTEGER NOT NULL,
            line TEXT NOT NULL,
            scenario TEXT NOT NULL,
            finding TEXT NOT NULL,
            observable TEXT NOT NULL,
            field TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (run, line, scenario, finding, observable, field),
            FOREIGN KEY (run, line, scenario) REFERENCES result ON DELETE CASCADE
        ) WITHOUT ROWID;
        CREATE INDEX mismatch_by_finding ON mismatch (finding, run);
        """,
        """
        CREATE TABLE gap (
            run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
            line TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (run, line)
        ) WITHOUT ROWID;
        """,
    ];

    /// <summary>Brings a database to the newest version, in one transaction: all of it or nothing.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="migrations">All steps.</param>
    /// <exception cref="HistoryException">The database is of a newer harness.</exception>
    public static void Migrate(SqliteConnection connection, IReadOnlyList<string> migrations)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"), CultureInfo.InvariantCulture);
        if (version > migrations.Count)
            throw new HistoryException($"{connection.DataSource}: written by a newer harness (version {version}, this one knows {migrations.Count})");
        for (var next = version; next < migrations.Count; next++)
            Scalar(connection, migrations[next]);
        Scalar(connection, $"PRAGMA user_version = {migrations.Count}");
        transaction.Commit();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts above, and a number.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
