using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace RmapHarness.Reports.History;

/// <summary>
/// The results of all runs, in one SQLite file (with its -wal and -shm while it is open). What a call has written when it returns
/// stays, however the process ends. Any number of processes may read it; one writes, see <see cref="HistoryWriter"/>.
/// </summary>
public sealed class HistoryDatabase : IDisposable
{
    private const int BusySeconds = 30;

    private readonly SqliteConnection connection;

    private HistoryDatabase(SqliteConnection connection, string path)
    {
        this.connection = connection;
        Path = path;
    }

    /// <summary>Name of the file in a directory that is given.</summary>
    public static string FileName => "history.db";

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens the file, making or migrating it if it must be.</summary>
    /// <exception cref="HistoryException">It cannot be opened, is no history, or is of a newer harness.</exception>
    public static HistoryDatabase Open(string path)
    {
        SqliteConnection? connection = null;
        try
        {
            if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) is { } directory)
                Directory.CreateDirectory(directory);
            connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = path,
                DefaultTimeout = BusySeconds,
                // A pooled connection would keep the file open after Dispose.
                Pooling = false,
            }.ToString());
            connection.Open();
            // Half a megabyte of log, then it is written back: a disk that is nearly full has room for it.
            Configure(connection, "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 128; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
            HistorySchema.Migrate(connection, HistorySchema.Migrations);
            return new HistoryDatabase(connection, path);
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            connection?.Dispose();
            throw new HistoryException($"{path}: {failure.Message}", failure);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    /// <summary>A command; the values are bound to its parameters <c>$1</c>, <c>$2</c>, … in their order.</summary>
    internal SqliteCommand Command(string sql, params object?[] values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Callers pass literals; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${i + 1}"), values[i] ?? DBNull.Value);
        return command;
    }

    /// <summary>Does one thing; the values are bound as those of <see cref="Command"/>.</summary>
    internal void Execute(string sql, params object?[] values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    /// <summary>All rows of an answer; the values are bound as those of <see cref="Command"/>.</summary>
    /// <exception cref="HistoryException">It cannot be read.</exception>
    internal List<T> Read<T>(Func<SqliteDataReader, T> toValue, string sql, params object?[] values)
    {
        using var command = Command(sql, values);
        try
        {
            using var rows = command.ExecuteReader();
            var read = new List<T>();
            while (rows.Read())
                read.Add(toValue(rows));
            return read;
        }
        catch (Exception failure) when (failure is SqliteException or JsonException)
        {
            throw new HistoryException($"{Path}: {failure.Message}", failure);
        }
    }

    /// <summary>Does several things or none of them.</summary>
    /// <exception cref="HistoryException">They cannot be written; nothing was.</exception>
    internal void InOne(Action work)
    {
        try
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            work();
            transaction.Commit();
        }
        catch (SqliteException failure)
        {
            throw new HistoryException($"{Path}: {failure.Message}", failure);
        }
    }

    private static void Configure(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A literal.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
