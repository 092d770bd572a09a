using CreamPie.Core;
using CreamPie.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CreamPie.Tests.Support;

/// <summary>Runs the migrations once per provider and test run, as the program does; each test gets a copy.</summary>
internal static class MigratedDatabase
{
    private static readonly Lazy<Task<byte[]>> Sqlite = new(MigrateSqliteAsync);
    private static readonly Lazy<Task<string>> Postgres = new(MigratePostgresAsync);

    /// <summary>Copies the migrated SQLite file into a data folder.</summary>
    public static async Task CopyToAsync(string folder) =>
        await File.WriteAllBytesAsync(Path.Combine(folder, "creampie.db"), await Sqlite.Value);

    /// <summary>The connection string of a new PostgreSQL database.</summary>
    public static async Task<string> CreatePostgresAsync(string name) =>
        await PostgresFixture.CreateDatabaseAsync(name, template: await Postgres.Value);

    /// <summary>The connection string of the services' database.</summary>
    public static string ConnectionOf(IServiceProvider services)
    {
        using var db = services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContext();
        return db.Database.GetConnectionString()!;
    }

    /// <summary>Closes the pooled connections to this file only; other tests keep theirs.</summary>
    public static void Close(string connection)
    {
        using var any = new SqliteConnection(connection);
        SqliteConnection.ClearPool(any);
    }

    private static async Task<byte[]> MigrateSqliteAsync()
    {
        var folder = Directory.CreateTempSubdirectory("creampie-test-").FullName;
        // Closing the last connection merges the write-ahead log into the file.
        Close(await MigrateAsync(folder, DatabaseProvider.Sqlite, connection: null));
        var file = await File.ReadAllBytesAsync(Path.Combine(folder, "creampie.db"));
        Directory.Delete(folder, recursive: true);
        return file;
    }

    private static async Task<string> MigratePostgresAsync()
    {
        var connection = await PostgresFixture.CreateDatabaseAsync("template");
        PostgresFixture.DropAtExit(connection);
        await MigrateAsync(Path.GetTempPath(), DatabaseProvider.Postgres, connection);
        // PostgreSQL copies no database that has open connections.
        await using (var pool = new NpgsqlConnection(connection))
            NpgsqlConnection.ClearPool(pool);
        return new NpgsqlConnectionStringBuilder(connection).Database!;
    }

    /// <returns>The connection string.</returns>
    private static async Task<string> MigrateAsync(string folder, DatabaseProvider provider, string? connection)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Storage:Path"] = folder,
                ["Database:Provider"] = provider.ToString(),
                ["ConnectionStrings:CreamPie"] = connection,
            })
            .Build();
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration).AddLogging().AddCreamPieCore(configuration).BuildServiceProvider();
        await services.GetRequiredService<DatabaseStartup>().MigrateAsync(CancellationToken.None);
        return ConnectionOf(services);
    }
}
