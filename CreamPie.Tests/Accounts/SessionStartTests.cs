using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Administration;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Accounts;

/// <summary>A sign-in that runs at the same time as what ends all sessions.</summary>
public sealed class SessionStartTests
{
    private static readonly Dictionary<string, Func<UserAdministration, Caller, string, Task<UserChange>>> Ends = new()
    {
        ["disable"] = (a, c, id) => a.DisableAsync(c, id, default),
        ["role"] = (a, c, id) => a.SetRoleAsync(c, id, null, default),
        ["password"] = (a, c, id) => a.RequireNewPasswordAsync(c, id, allWaysIn: false, default),
        ["factor"] = (a, c, id) => a.ResetSecondFactorAsync(c, id, allWaysIn: false, default),
        ["sessions"] = (a, c, id) => a.EndSessionsAsync(c, id, null, default),
    };

    [Theory]
    [OnSqlite("disable"), OnSqlite("role"), OnSqlite("password"), OnSqlite("factor"), OnSqlite("sessions")]
    [OnPostgres("disable"), OnPostgres("role"), OnPostgres("password"), OnPostgres("factor"), OnPostgres("sessions")]
    public async Task Whoever_was_recognised_before_it_gets_no_session_after(DatabaseProvider provider, string what)
    {
        await using var app = await TestApplication.StartAsync(provider);
        var (recognised, admin) = await PreparedAsync(app);

        Assert.Equal(UserChange.Done, await Ends[what](app.Services.GetRequiredService<UserAdministration>(), admin, recognised.Id));

        await Assert.ThrowsAsync<AccessDeniedException>(() => StartAsync(app, recognised));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Start_waits_for_a_change_that_is_not_committed(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        var (recognised, _) = await PreparedAsync(app);
        await using var db = await app.OpenAsync();
        await using var change = await db.Database.BeginTransactionAsync();
        await db.Users.Where(u => u.Id == recognised.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.SecurityStamp, "new"));

        var start = Task.Run(() => StartAsync(app, recognised));
        await WaitUntilBlockedAsync(app, provider, start);
        await change.CommitAsync();

        await Assert.ThrowsAsync<AccessDeniedException>(() => start);
    }

    [Theory]
    [OnSqlite("disable"), OnSqlite("password"), OnSqlite("factor"), OnSqlite("sessions")]
    [OnPostgres("disable"), OnPostgres("password"), OnPostgres("factor"), OnPostgres("sessions")]
    public async Task Session_that_is_being_stored_ends_with_the_others(DatabaseProvider provider, string what)
    {
        await using var app = await TestApplication.StartAsync(provider);
        var (recognised, admin) = await PreparedAsync(app);
        await using var db = await app.OpenAsync();
        await using var start = await db.Database.BeginTransactionAsync();
        var session = Guid.NewGuid();
        // What the start of a session does, up to its commit.
        await db.Users.Where(u => u.Id == recognised.Id)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.SecurityStamp, x => x.SecurityStamp));
        var now = DateTime.UnixEpoch.AddYears(56);
        db.UserSessions.Add(new UserSession { Id = session, UserId = recognised.Id, CreatedAt = now, ExpiresAt = now.AddYears(50) });
        await db.SaveChangesAsync();

        var change = Task.Run(() => Ends[what](app.Services.GetRequiredService<UserAdministration>(), admin, recognised.Id));
        await WaitUntilBlockedAsync(app, provider, change);
        await start.CommitAsync();

        Assert.Equal(UserChange.Done, await change);
        await using var after = await app.OpenAsync();
        Assert.NotNull((await after.UserSessions.SingleAsync(s => s.Id == session)).RevokedAt);
    }

    private static async Task<(AppUser Recognised, Caller Admin)> PreparedAsync(TestApplication app)
    {
        var admin = await app.CallerAsync(TestApplication.AdminEmail);
        var recognised = await app.AddUserAsync(AccountClient.Email, Roles.Analyst);
        await StartAsync(app, recognised);
        await using var db = await app.OpenAsync();
        await db.Users.Where(u => u.Id == recognised.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.TwoFactorEnabled, true));
        return (recognised, admin);
    }

    private static Task<Guid> StartAsync(TestApplication app, AppUser user) =>
        app.Services.GetRequiredService<Sessions>().StartForCookieAsync(user, "", null, true, null, CancellationToken.None);

    /// <summary>PostgreSQL tells who waits for a lock. SQLite has one writer, so that there is nothing in between.</summary>
    private static async Task WaitUntilBlockedAsync(TestApplication app, DatabaseProvider provider, Task task)
    {
        if (provider == DatabaseProvider.Sqlite)
            return;
        await using var db = await app.OpenAsync();
        while (!task.IsCompleted && await db.Database.SqlQuery<int>(
            $"""
            select count(*)::int as "Value" from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
            """).SingleAsync() == 0)
            await Task.Yield();
    }
}
