using CreamPie.Core.Archiving;
using CreamPie.Core.Storage;
using Microsoft.Data.Sqlite;

namespace CreamPie.Core.Backups.Making;

/// <summary>
/// A consistent copy of a SQLite database by its own online backup, while others read and write it. A copy of the file would be
/// neither consistent nor harmless: closing it drops the locks of this process.
/// </summary>
internal static class SqliteCopy
{
    private const int Full = 13;

    /// <param name="from">Connection string.</param>
    /// <param name="to">File that does not exist yet.</param>
    /// <param name="cancellationToken">Ends it before it begins.</param>
    /// <exception cref="BackupException">The copy is damaged, because the original is; or its disk is full.</exception>
    public static Task MakeAsync(string from, string to, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var folder = Path.GetDirectoryName(to)!;
            try
            {
                Make(from, to);
            }
            catch (SqliteException fault) when (IsFull(fault))
            {
                throw FullDisk(folder, fault);
            }
            DurableFile.FlushFolder(folder);
        },
        cancellationToken);

    public static bool IsFull(SqliteException fault) => fault.SqliteErrorCode == Full;

    public static BackupException FullDisk(string folder, SqliteException fault) => new(
        $"The disk of {folder} is full: a copy of the database needs room there.", fault);

    private static void Make(string from, string to)
    {
        PrivateFiles.MakeFile(to);
        using (var copy = Open(to))
        {
            using (var live = new SqliteConnection(from))
            {
                live.Open();
                live.BackupDatabase(copy);
            }
            // Without a log beside it, so that the copy is one file.
            Ask(copy, "pragma journal_mode=delete");
            if (Ask(copy, "pragma integrity_check(1)") is var found && found != "ok")
                throw new BackupException($"The database is damaged ({found}). Restore the last backup.");
        }
        using var file = new FileStream(to, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    public static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        return connection;
    }

    public static string? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()?.ToString();
    }
}
