using System.Data.Common;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.SetUp;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CreamPie.Tests.Storage;

/// <summary>The start-up check for commits that a power cut could undo.</summary>
public class DurabilityCheckTests
{
    [Fact]
    public async Task SQLite_flushes_its_commits_on_every_connection()
    {
        await using var database = await TestDatabase.SqliteAsync();
        await database.Get<DurabilityCheck>().RunAsync(CancellationToken.None);
        await using var db = database.Open();
        Assert.Equal(2L, await db.Database.SqlQuery<long>($"select synchronous as \"Value\" from pragma_synchronous").SingleAsync());
        Assert.Equal("wal", await db.Database.SqlQuery<string>($"select journal_mode as \"Value\" from pragma_journal_mode").SingleAsync());
    }

    /// <summary>synchronous = OFF (0) and NORMAL (1).</summary>
    [Theory]
    [InlineData(0), InlineData(1)]
    public async Task SQLite_without_full_durability_refuses_to_start(int synchronous)
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApplication.StartAsync(
            configure: services => services.ConfigureDbContext<SqliteCreamPieDbContext>(
                o => o.AddInterceptors(new LaxSynchronous(synchronous)))));

        Assert.Equal($"SQLite runs with synchronous={synchronous}, and CreamPie needs FULL.", fault.Message);
    }

    private sealed class LaxSynchronous(int synchronous) : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Set(connection);

        public override Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Set(connection);
            return Task.CompletedTask;
        }

        private void Set(DbConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = synchronous == 0 ? "PRAGMA synchronous=OFF" : "PRAGMA synchronous=NORMAL";
            command.ExecuteNonQuery();
        }
    }

    [PostgresFact]
    public async Task PostgreSQL_without_full_durability_logs_a_warning()
    {
        using var log = new LogLines();
        await using var database = await TestDatabase.CreateAsync(
            DatabaseProvider.Postgres, configure: services => services.AddLogging(l => l.AddProvider(log)));
        await using (var db = database.Open())
            await db.Database.ExecuteSqlAsync(
                $"do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$");
        await using (var pool = new Npgsql.NpgsqlConnection(database.ConnectionString))
            Npgsql.NpgsqlConnection.ClearPool(pool);

        await database.Get<DurabilityCheck>().RunAsync(CancellationToken.None);

        Assert.Contains(log, line => line.StartsWith("PostgreSQL runs with synchronous_commit=off", StringComparison.Ordinal));
    }
}
