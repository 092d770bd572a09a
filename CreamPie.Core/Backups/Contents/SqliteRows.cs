using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace CreamPie.Core.Backups.Contents;

/// <summary>The rows of a table of SQLite, by what each value is stored as.</summary>
internal static class SqliteRows
{
    /// <summary>SQL of the tables' names; the lock of a migration is none.</summary>
    public static readonly FormattableString Tables = $"""
        select name as "Value" from sqlite_master
        where type = 'table' and name not like 'sqlite\_%' escape '\' and name <> '__EFMigrationsLock'
        """;

    [SuppressMessage("Security", "CA2100", Justification = "Names of the catalog.")]
    public static async Task ReadAsync(
        SqliteConnection connection, string table, string owner, CopyContentReader.Row row, CancellationToken cancellationToken)
    {
        var bytes = new RowBytes();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select {owner}, t.* from \"{table}\" t";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            bytes.Clear();
            for (var i = 1; i < reader.FieldCount; i++)
                bytes.Add(reader.IsDBNull(i) ? null : reader.GetValue(i));
            row(reader.IsDBNull(0) ? null : reader.GetInt32(0), bytes.Written);
        }
    }
}
