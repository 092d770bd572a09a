using Microsoft.Data.Sqlite;
using Npgsql;

namespace CreamPie.Tests.Support;

/// <summary>A copy of a test's database, to be put back in its place while the program goes on.</summary>
internal sealed class DatabaseBackup : IAsyncDisposable
{
    private readonly string _connection;
    private readonly string? _copy;
    private readonly SqliteConnection? _file;

    private DatabaseBackup(string connection, string? copy, SqliteConnection? file) =>
        (_connection, _copy, _file) = (connection, copy, file);

    /// <param name="connection">As of <see cref="MigratedDatabase.ConnectionOf"/>.</param>
    public static async Task<DatabaseBackup> OfSqliteAsync(string connection)
    {
        var file = new SqliteConnection("Data Source=:memory:");
        await file.OpenAsync();
        await using var live = new SqliteConnection(connection);
        await live.OpenAsync();
        live.BackupDatabase(file);
        return new(connection, null, file);
    }

    public static async Task<DatabaseBackup> OfAsync(TestDatabase database)
    {
        if (database.ConnectionString is not { } postgres)
            return await OfSqliteAsync(MigratedDatabase.ConnectionOf(database.Services));
        // PostgreSQL copies no database that has open connections.
        await using (var pool = new NpgsqlConnection(postgres))
            NpgsqlConnection.ClearPool(pool);
        return new(postgres, await PostgresFixture.CreateDatabaseAsync("backup", PostgresFixture.NameOf(postgres)), null);
    }

    public async Task RestoreAsync()
    {
        if (_file is null)
        {
            await PostgresFixture.ReplaceDatabaseAsync(_connection, _copy!);
            return;
        }
        await using var live = new SqliteConnection(_connection);
        await live.OpenAsync();
        _file.BackupDatabase(live);
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is null)
            await PostgresFixture.DropDatabaseAsync(_copy!);
        else
            await _file.DisposeAsync();
    }
}
