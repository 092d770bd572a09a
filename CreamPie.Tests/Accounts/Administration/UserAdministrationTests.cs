using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Administration;
using CreamPie.Core.Accounts.Inviting;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Accounts.Administration;

public sealed class UserAdministrationTests
{
    private static readonly Caller Analyst = new("ann", "ann@example.org", new HashSet<string> { Roles.Analyst });

    private static readonly Dictionary<string, Func<UserAdministration, Caller, string, Task<UserChange>>> Commands = new()
    {
        ["AccountAccess Disabled."] = (a, c, id) => a.DisableAsync(c, id, default),
        ["RoleChange Admin."] = (a, c, id) => a.SetRoleAsync(c, id, Roles.Admin, default),
        ["RoleChange No role."] = (a, c, id) => a.SetRoleAsync(c, id, null, default),
        ["SessionEnd All sessions."] = (a, c, id) => a.EndSessionsAsync(c, id, null, default),
        ["PasswordChange A new password is required."] = (a, c, id) => a.RequireNewPasswordAsync(c, id, allWaysIn: false, default),
        ["FactorChange Second factor and passkeys reset."] = (a, c, id) => a.ResetSecondFactorAsync(c, id, allWaysIn: false, default),
        ["AccountDeletion Deleted."] = (a, c, id) => a.DeleteAsync(c, id, default),
    };

    public static TheoryData<string> Names => [.. Commands.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task Every_command_refuses_an_analyst(string name)
    {
        await using var app = await TestApplication.StartAsync();
        var (id, _) = await UserAsync(app, "somebody@example.org", Roles.Analyst);
        await Assert.ThrowsAsync<AccessDeniedException>(() => Commands[name](Service(app), Analyst, id));
        Assert.Empty(await app.AuditAsync());
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Every_command_writes_one_row_and_none_when_repeated(string name)
    {
        await using var app = await TestApplication.StartAsync();
        var admin = await app.CallerAsync("boss@example.org");
        var (id, _) = await UserAsync(app, "somebody@example.org", Roles.Analyst);
        await using (var db = Open(app))
            await db.Users.ExecuteUpdateAsync(s => s.SetProperty(u => u.TwoFactorEnabled, true));

        Assert.Equal(UserChange.Done, await Commands[name](Service(app), admin, id));

        var words = name.Split(' ', 2);
        await app.SeeAuditAsync($"{words[0]} Succeeded somebody@example.org by boss@example.org: {words[1]}");
        Assert.NotEqual(UserChange.Done, await Commands[name](Service(app), admin, id));
        Assert.Empty(await app.AuditAsync());
        Assert.Equal(UserChange.NoUser, await Commands[name](Service(app), admin, Guid.NewGuid().ToString()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Disabled_user_loses_sessions_that_enabling_does_not_revive(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        var admin = await app.CallerAsync("boss@example.org");
        var (id, session) = await UserAsync(app, "somebody@example.org", Roles.Analyst);
        Assert.NotNull(await app.Services.GetRequiredService<Sessions>().FindAsync(session, default));

        await Service(app).DisableAsync(admin, id, default);
        Assert.Null(await app.Services.GetRequiredService<Sessions>().FindAsync(session, default));

        Assert.Equal(UserChange.Done, await Service(app).EnableAsync(admin, id, default));
        Assert.Null(await app.Services.GetRequiredService<Sessions>().FindAsync(session, default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Former_admin_leaves_no_open_invitation(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        var admin = await app.CallerAsync("boss@example.org");
        var (id, _) = await UserAsync(app, "somebody@example.org", Roles.Admin);
        var invitations = app.Services.GetRequiredService<Invitations>();
        foreach (var change in new Func<Task<UserChange>>[]
        {
            () => Service(app).SetRoleAsync(admin, id, Roles.Analyst, default),
            () => Service(app).DisableAsync(admin, id, default),
            () => Service(app).DeleteAsync(admin, id, default),
        })
        {
            await invitations.CreateAsync(admin with { Id = id }, "back@example.org", Roles.Analyst, default);
            Assert.Equal(UserChange.Done, await change());
            Assert.Empty(await invitations.ListAsync(admin, default));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Last_enabled_admin_is_neither_disabled_demoted_nor_deleted(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        var admin = await app.CallerAsync("boss@example.org");
        var only = admin.Id;
        var (other, _) = await UserAsync(app, "other@example.org", Roles.Admin);
        Assert.Equal(UserChange.Done, await Service(app).DisableAsync(admin, other, default));
        await app.AuditAsync();

        Assert.Equal(UserChange.LastAdmin, await Service(app).DisableAsync(admin, only, default));
        await app.SeeAuditAsync("AccountAccess Refused boss@example.org by boss@example.org: Disabled. Refused: the last admin.");
        Assert.Equal(UserChange.LastAdmin, await Service(app).SetRoleAsync(admin, only, Roles.Analyst, default));
        Assert.Equal(UserChange.LastAdmin, await Service(app).SetRoleAsync(admin, only, null, default));
        Assert.Equal(UserChange.LastAdmin, await Service(app).DeleteAsync(admin, only, default));

        await using var db = Open(app);
        Assert.Null((await db.Users.SingleAsync(u => u.Id == only)).DisabledAt);
        Assert.Contains(await db.UserRoles.ToListAsync(), r => r.UserId == only && r.RoleId == Roles.Admin);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Two_admins_who_disable_each_other_leave_one(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        for (var round = 1; round <= 5; round++)
        {
            await using (var db = Open(app))
                await db.Users.ExecuteDeleteAsync();
            var (one, _) = await UserAsync(app, "one@example.org", Roles.Admin);
            var (two, _) = await UserAsync(app, "two@example.org", Roles.Admin);
            var admin = await app.CallerAsync("boss@example.org", role: null);

            var changes = await Task.WhenAll(
                Task.Run(() => Service(app).DisableAsync(admin, one, default)),
                Task.Run(() => Service(app).SetRoleAsync(admin, two, null, default)));

            Assert.Equal([UserChange.Done, UserChange.LastAdmin], changes.Order());
        }
    }

    [Fact]
    public async Task Reset_second_factor_removes_app_codes_and_passkeys()
    {
        await using var app = await TestApplication.StartAsync();
        var admin = await app.CallerAsync("boss@example.org");
        var (id, session) = await UserAsync(app, "somebody@example.org", Roles.Analyst);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
            var user = (await users.FindByIdAsync(id))!;
            await users.ResetAuthenticatorKeyAsync(user);
            await users.SetTwoFactorEnabledAsync(user, true);
            await users.AddOrUpdatePasskeyAsync(
                user, new UserPasskeyInfo([1, 2, 3], [4], DateTimeOffset.UnixEpoch, 0, [], true, false, false, [], []));
        }

        await Service(app).ResetSecondFactorAsync(admin, id, allWaysIn: false, default);

        await using var db = Open(app);
        Assert.False((await db.Users.SingleAsync(u => u.Id == id)).TwoFactorEnabled);
        Assert.Empty(await db.UserTokens.ToListAsync());
        Assert.Empty(await db.Set<IdentityUserPasskey<string>>().ToListAsync());
        Assert.Null(await app.Services.GetRequiredService<Sessions>().FindAsync(session, default));
    }

    private static UserAdministration Service(TestApplication app) => app.Services.GetRequiredService<UserAdministration>();

    private static CreamPieDbContext Open(TestApplication app) =>
        app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContext();

    private static async Task<(string Id, Guid Session)> UserAsync(TestApplication app, string email, string role)
    {
        var user = await app.AddUserAsync(email, role);
        var session = await app.Services.GetRequiredService<Sessions>().StartForCookieAsync(user, "", null, true, null, default);
        return (user.Id, session);
    }
}
