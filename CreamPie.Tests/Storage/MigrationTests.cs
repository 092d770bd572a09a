using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Storage;

public sealed class MigrationTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Migrations_match_the_model(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Open();

        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        Assert.NotEmpty(await db.Database.GetAppliedMigrationsAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task New_database_has_one_installation_row_without_an_admin(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Open();

        Assert.Null((await db.Installations.SingleAsync()).FirstAdminAt);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Database_of_a_newer_version_is_refused(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Open();
        await db.Database.ExecuteSqlAsync(
            $"""insert into "__EFMigrationsHistory" values ('29991231235959_Tomorrow', '99.0.0')""");

        var refused = await Assert.ThrowsAsync<NewerSchemaException>(
            () => database.Get<DatabaseStartup>().MigrateAsync(CancellationToken.None));

        Assert.Contains("29991231235959_Tomorrow", refused.Message, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Migration_moves_maintenance_tasks_with_their_next_runs(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, lastMigration: "Hardening");
        await using var db = database.Open();
        var day = new DateTime(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc);
        string[] hosts = ["(archive)", "(clock)", "(dead letters)", "(invariants)", "stooq.com"];
        db.HostGates.AddRange(hosts.Select((host, i) => new HostGateRow { Host = host, NextSlot = day.AddDays(i) }));
        await db.SaveChangesAsync();

        await database.Get<DatabaseStartup>().MigrateAsync(CancellationToken.None);

        Assert.Equal(
            [
                (MaintenanceTask.CheckInvariants, day.AddDays(3)), (MaintenanceTask.RecordClock, day.AddDays(1)),
                (MaintenanceTask.RetryDeadLetters, day.AddDays(2)), (MaintenanceTask.TidyArchive, day),
            ],
            (await db.MaintenanceTasks.OrderBy(t => t.Name).ToListAsync()).Select(t => (t.Name, t.NextRun)));
        Assert.Equal(
            ("stooq.com", day.AddDays(4)), (await db.HostGates.AsNoTracking().ToListAsync()).Select(g => (g.Host, g.NextSlot)).Single());
    }
}
