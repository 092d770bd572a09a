using System.Net;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Accounts.Audit;

public sealed class AuditTrailTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Entry_says_who_did_what_on_what_from_where(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var caller = SeedData.Admin with { Address = IPAddress.Parse("::ffff:192.0.2.7") };
        await database.Get<AuditTrail>().WriteAsync(
            caller, AuditAction.RoleChange, "ann@example.com", AuditOutcome.Succeeded, "Admin given.", CancellationToken.None);

        await using var db = database.Open();
        var entry = await db.AuditEntries.SingleAsync();
        Assert.Equal(
            (caller.Id, caller.Name, AuditAction.RoleChange, "ann@example.com", AuditOutcome.Succeeded, "Admin given.", "192.0.2.7"),
            (entry.UserId, entry.UserName, entry.Action, entry.Target, entry.Outcome, entry.Detail, entry.Address));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Entries_can_be_neither_changed_nor_deleted(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await WriteAsync(database, "kept");
        await using var db = database.Open();

        await Assert.ThrowsAnyAsync<Exception>(() => db.AuditEntries.ExecuteUpdateAsync(s => s.SetProperty(e => e.Target, "changed")));
        await Assert.ThrowsAnyAsync<Exception>(() => db.AuditEntries.ExecuteDeleteAsync());
        if (provider == DatabaseProvider.Postgres)
            await Assert.ThrowsAnyAsync<Exception>(() => db.Database.ExecuteSqlAsync($"truncate audit_entry"));

        Assert.Equal("kept", (await db.AuditEntries.SingleAsync()).Target);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Expired_entries_are_deleted_and_others_stay(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var database = await TestDatabase.CreateAsync(
            provider, configure: services => services.AddSingleton<TimeProvider>(time));
        await WriteAsync(database, "old");
        time.SetUtcNow(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));
        await WriteAsync(database, "new");

        Assert.Equal(1, await database.Get<AuditTrail>().DeleteExpiredAsync(CancellationToken.None));

        await using var db = database.Open();
        Assert.Equal("new", (await db.AuditEntries.SingleAsync()).Target);
    }

    [Fact]
    public async Task Control_characters_are_escaped_on_one_line()
    {
        await using var database = await TestDatabase.SqliteAsync();
        await WriteAsync(database, "a\r\nadmin signed in\u001b[2J\u202E");
        await using var db = database.Open();
        Assert.Equal("a\\u000d\\u000aadmin signed in\\u001b[2J\\u202e", (await db.AuditEntries.SingleAsync()).Target);
    }

    private static Task WriteAsync(TestDatabase database, string target) => database.Get<AuditTrail>().WriteAsync(
        Caller.System, AuditAction.SettingChange, target, AuditOutcome.Succeeded, null, CancellationToken.None);
}
