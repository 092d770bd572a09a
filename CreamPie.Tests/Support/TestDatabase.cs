using CreamPie.Core;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Support;

/// <summary>A new, migrated database with its own data folder, and Core's services over it.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string? _postgres;

    private TestDatabase(ServiceProvider services, string folder, string? postgres)
    {
        _services = services;
        _postgres = postgres;
        Folder = folder;
    }

    /// <summary>The value of Storage:Path.</summary>
    public string Folder { get; }

    /// <summary>PostgreSQL's connection string; null for SQLite.</summary>
    public string? ConnectionString => _postgres;

    public IServiceProvider Services => _services;

    public IDbContextFactory<CreamPieDbContext> Contexts => Get<IDbContextFactory<CreamPieDbContext>>();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public CreamPieDbContext Open() => Contexts.CreateDbContext();

    /// <param name="settings">Configuration keys with colons, on top of database and folder.</param>
    /// <param name="configure">Runs before Core's own registrations, so that a TimeProvider given here is the one used.</param>
    /// <param name="lastMigration">Migrates no further than this migration.</param>
    public static async Task<TestDatabase> CreateAsync(
        DatabaseProvider provider,
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<IServiceCollection>? configure = null,
        string? lastMigration = null)
    {
        var folder = Directory.CreateTempSubdirectory("creampie-test-").FullName;
        var postgres = provider != DatabaseProvider.Postgres ? null
            : lastMigration is null ? await MigratedDatabase.CreatePostgresAsync("test")
            : await PostgresFixture.CreateDatabaseAsync("test");
        if (postgres is null && lastMigration is null)
            await MigratedDatabase.CopyToAsync(folder);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Storage:Path"] = folder,
                // Tests must not depend on the machine's free disk space.
                ["Storage:MinFreePercent"] = "0",
                ["Database:Provider"] = provider.ToString(),
                ["ConnectionStrings:CreamPie"] = postgres,
                // Tests never pull from a real source.
                ["Sources:YahooPage:BaseUrl"] = "https://127.0.0.1",
                ["Sources:YahooChart:BaseUrl"] = "https://127.0.0.1",
            })
            .AddInMemoryCollection(settings ?? new Dictionary<string, string?>())
            .Build();

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging();
        configure?.Invoke(services);
        services.AddCreamPieCore(configuration);
        var database = new TestDatabase(services.BuildServiceProvider(), folder, postgres);
        if (lastMigration is not null)
        {
            await using var db = database.Open();
            await db.GetService<IMigrator>().MigrateAsync(lastMigration);
        }
        else if (settings?.ContainsKey("ConnectionStrings:CreamPie") == true)
        {
            // The test names a database of its own.
            await database.Get<DatabaseStartup>().MigrateAsync(CancellationToken.None);
        }
        return database;
    }

    public static Task<TestDatabase> SqliteAsync() => CreateAsync(DatabaseProvider.Sqlite);

    public static Task<TestDatabase> PostgresAsync() => CreateAsync(DatabaseProvider.Postgres);

    public async ValueTask DisposeAsync()
    {
        var connection = _postgres ?? MigratedDatabase.ConnectionOf(_services);
        await _services.DisposeAsync();
        if (_postgres is not null)
            await PostgresFixture.DropDatabaseAsync(_postgres);
        else
            MigratedDatabase.Close(connection);
        Directory.Delete(Folder, recursive: true);
    }
}
