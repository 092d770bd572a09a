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
    /// <param name="from">Connection string.</param>
    /// <param name="to">File that does not exist yet.</param>
    /// <param name="cancellationToken">Ends it before it begins.</param>
    /// <exception cref="BackupException">The copy is damaged, because the original is.</exception>
    public static Task MakeAsync(string from, string to, CancellationToken cancellationToken) => Task.Run(
        () =>
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
            using (var file = new FileStream(to, FileMode.Open, FileAccess.ReadWrite))
                file.Flush(flushToDisk: true);
            DurableFile.FlushFolder(Path.GetDirectoryName(to)!);
        },
        cancellationToken);

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
