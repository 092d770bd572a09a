using CreamPie.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CreamPie.Core.Backups.Contents;

/// <summary>A database besides the configured one: a copy, a scratch place, the target of a move.</summary>
internal sealed class OtherDatabase(DatabaseProvider provider, string connectionString) : IDbContextFactory<CreamPieDbContext>
{
    /// <summary>Of Identity's versions of the model the one that the configured database has, too.</summary>
    private static readonly IServiceProvider Model = new ServiceCollection()
        .Configure<IdentityOptions>(o => o.Stores.SchemaVersion = IdentitySchemaVersions.Version3)
        .BuildServiceProvider();

    /// <summary>Not pooled: nothing keeps a copy open that is to be moved.</summary>
    public static OtherDatabase File(string path) => new(
        DatabaseProvider.Sqlite, new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());

    public static OtherDatabase Postgres(string connectionString) => new(
        DatabaseProvider.Postgres, new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString());

    public CreamPieDbContext CreateDbContext() => provider == DatabaseProvider.Sqlite
        ? new SqliteCreamPieDbContext(Options<SqliteCreamPieDbContext>().UseSqlite(connectionString).Options)
        : new PostgresCreamPieDbContext(Options<PostgresCreamPieDbContext>().UseNpgsql(connectionString).Options);

    private static DbContextOptionsBuilder<TContext> Options<TContext>()
        where TContext : DbContext => new DbContextOptionsBuilder<TContext>().UseApplicationServiceProvider(Model);
}
