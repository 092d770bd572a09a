using CreamPie.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CreamPie.Core.Backups.Contents;

/// <summary>A database besides the configured one: a copy, a scratch place, the target of a move.</summary>
internal sealed class OtherDatabase(DatabaseProvider provider, string connectionString) : IDbContextFactory<CreamPieDbContext>
{
    /// <summary>Not pooled: nothing keeps a copy open that is to be moved.</summary>
    public static OtherDatabase File(string path) => new(
        DatabaseProvider.Sqlite, new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());

    public static OtherDatabase Postgres(string connectionString) => new(
        DatabaseProvider.Postgres, new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString());

    public CreamPieDbContext CreateDbContext() => provider == DatabaseProvider.Sqlite
        ? new SqliteCreamPieDbContext(new DbContextOptionsBuilder<SqliteCreamPieDbContext>().UseSqlite(connectionString).Options)
        : new PostgresCreamPieDbContext(new DbContextOptionsBuilder<PostgresCreamPieDbContext>().UseNpgsql(connectionString).Options);
}
