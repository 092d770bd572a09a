using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Storage;

public sealed class MigrationTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task The_migrations_give_the_model_of_the_code(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Open();

        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        Assert.NotEmpty(await db.Database.GetAppliedMigrationsAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_new_database_has_its_one_installation_row_without_an_admin(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Open();

        Assert.Null((await db.Installations.SingleAsync()).FirstAdminAt);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Maintenance_tasks_keep_their_next_runs_when_they_leave_the_table_of_hosts(DatabaseProvider provider)
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
        Assert.Equal(("stooq.com", day.AddDays(4)), (await db.HostGates.AsNoTracking().ToListAsync()).Select(g => (g.Host, g.NextSlot)).Single());
    }
}
