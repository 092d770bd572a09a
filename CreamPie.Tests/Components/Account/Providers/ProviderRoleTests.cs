using System.Net;
using CreamPie.Core.Accounts;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static CreamPie.Tests.Support.ProviderClient;

namespace CreamPie.Tests.Components.Account.Providers;

/// <summary>Roles that follow a claim of the provider.</summary>
public sealed class ProviderRoleTests : IAsyncLifetime
{
    private const string Person = "person@example.org";
    private IdentityProvider _provider = null!;

    public async Task InitializeAsync() => _provider = await IdentityProvider.StartAsync();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Theory, OnSqlite, OnPostgres]
    public async Task Role_that_the_claim_takes_is_gone_with_its_sessions(DatabaseProvider database)
    {
        await using var app = await StartAsync(database);
        await AddAdminAsync(app);
        _provider.Person["groups"] = "chiefs";
        using var before = app.Anonymous();
        Assert.Equal("/", await SignInAsync(before));
        Assert.Equal(HttpStatusCode.OK, (await before.GetAsync("/api/users")).StatusCode);
        await app.AuditAsync();

        _provider.Person["groups"] = "others";
        Assert.Equal("/account/sign-in?external=refused", await SignInAsync(app.Anonymous()));

        Assert.Equal(HttpStatusCode.Unauthorized, await before.MeAsync());
        Assert.Equal(
            [
                $"RoleChange Succeeded {Person} by {Person}: No role, as Contoso says.",
                $"SignIn Refused {Person} by {Person}: Contoso. It gives no role.",
            ],
            await app.AuditAsync());
        await using var db = await app.OpenAsync();
        var user = await db.Users.SingleAsync(u => u.Email == Person);
        Assert.False(await db.UserRoles.AnyAsync(r => r.UserId == user.Id));
        Assert.False(await db.UserSessions.AnyAsync(s => s.UserId == user.Id && s.RevokedAt == null));
    }

    [Fact]
    public async Task Last_admin_whom_the_claim_drops_stays_admin_and_is_not_let_in()
    {
        await using var app = await StartAsync();
        _provider.Person["groups"] = "chiefs";
        using var before = app.Anonymous();
        Assert.Equal("/", await SignInAsync(before));
        await app.AuditAsync();

        _provider.Person["groups"] = "others";
        Assert.Equal("/account/sign-in?external=refused", await SignInAsync(app.Anonymous()));

        Assert.Equal(HttpStatusCode.Unauthorized, await before.MeAsync());
        Assert.Contains(
            $"RoleChange Refused {Person} by {Person}: No role, as Contoso says. Refused: the last admin.", await app.AuditAsync());
        await using var db = await app.OpenAsync();
        Assert.Equal(1, await db.UserRoles.CountAsync());
    }

    [Fact]
    public async Task Smaller_role_ends_the_sessions_and_invitations_of_the_larger()
    {
        await using var app = await StartAsync();
        await AddAdminAsync(app);
        _provider.Person["groups"] = "chiefs";
        using var before = app.Anonymous();
        Assert.Equal("/", await SignInAsync(before));
        await using var db = await app.OpenAsync();
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Email == Person);
        db.Invitations.Add(new Invitation
        {
            Id = Guid.NewGuid(),
            Email = "a@example.org",
            Role = Roles.Admin,
            TokenHash = "x",
            InvitedBy = user.Id,
            ExpiresAt = new DateTime(2099, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        });
        await db.SaveChangesAsync();

        _provider.Person["groups"] = "readers";
        using var after = app.Anonymous();
        Assert.Equal("/", await SignInAsync(after));

        Assert.Equal(HttpStatusCode.Unauthorized, await before.MeAsync());
        Assert.Contains("\"roles\":[\"Analyst\"]", await after.GetStringAsync("/api/users/me"), StringComparison.Ordinal);
        Assert.NotNull((await db.Invitations.AsNoTracking().SingleAsync()).RevokedAt);
        // A sign-in that had begun with the larger role is refused.
        await Assert.ThrowsAsync<AccessDeniedException>(() => app.Services.GetRequiredService<Sessions>()
            .StartForCookieAsync(user, "", null, true, "https://id.example.org", CancellationToken.None));
    }

    [Fact]
    public async Task Role_given_by_hand_stays_where_no_claim_is_configured()
    {
        await using var app = await TestApplication.StartAsync(settings: _provider.Settings(), realSockets: true);
        Assert.Equal("/", await SignInAsync(app.Anonymous()));
        await using (var db = await app.OpenAsync())
        {
            var admin = await db.Roles.SingleAsync(r => r.Name == Roles.Admin);
            await db.UserRoles.ExecuteDeleteAsync();
            db.UserRoles.Add(new() { UserId = (await db.Users.SingleAsync()).Id, RoleId = admin.Id });
            await db.SaveChangesAsync();
        }
        _provider.Person["groups"] = "others";
        using var browser = app.Anonymous();
        Assert.Equal("/", await SignInAsync(browser));
        Assert.Contains("\"roles\":[\"Admin\"]", await browser.GetStringAsync("/api/users/me"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Admin_by_claim_closes_the_set_up_page()
    {
        await using var app = await StartAsync();
        _provider.Person["groups"] = "chiefs";
        Assert.Equal("/", await SignInAsync(app.Anonymous()));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Anonymous().GetAsync("/setup")).StatusCode);
    }

    /// <summary>Another one, who could sign in.</summary>
    private async Task AddAdminAsync(TestApplication app)
    {
        var admin = await app.AddUserAsync(TestApplication.AdminEmail, Roles.Admin);
        await using var db = await app.OpenAsync();
        db.UserLogins.Add(new() { LoginProvider = _provider.Issuer, ProviderKey = "admin", UserId = admin.Id });
        await db.SaveChangesAsync();
    }

    private Task<TestApplication> StartAsync(DatabaseProvider database = DatabaseProvider.Sqlite) => TestApplication.StartAsync(
        database,
        new Dictionary<string, string>(_provider.Settings())
        {
            ["Accounts:OnlyOidc"] = "true",
            ["Oidc:0:RoleClaim"] = "groups",
            ["Oidc:0:AdminRole"] = "chiefs",
            ["Oidc:0:AnalystRole"] = "readers",
        },
        realSockets: true);
}
