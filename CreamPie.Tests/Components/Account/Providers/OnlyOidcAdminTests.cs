using System.Net;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Administration;
using CreamPie.Core.Accounts.External;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using static CreamPie.Tests.Support.ProviderClient;

namespace CreamPie.Tests.Components.Account.Providers;

/// <summary>Accounts__OnlyOidc: what was before it, and what admins can still do.</summary>
public sealed class OnlyOidcAdminTests : IAsyncLifetime
{
    private const string Person = "person@example.org";
    private IdentityProvider _provider = null!;

    public async Task InitializeAsync() => _provider = await IdentityProvider.StartAsync();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Theory, OnSqlite, OnPostgres]
    public async Task Session_of_before_does_not_revive_when_passwords_return(DatabaseProvider database)
    {
        await using var app = await StartAsync(database);
        using var byPage = await app.SignedInByPageAsync();
        using var byProvider = app.Anonymous();
        Assert.Equal("/", await SignInAsync(byProvider));

        await SetAsync(app, onlyOidc: true);
        await app.Services.GetServices<IHostedService>().OfType<ProviderSessions>().Single().StartAsync(CancellationToken.None);
        await SetAsync(app, onlyOidc: false);

        Assert.Equal(HttpStatusCode.Unauthorized, await byPage.MeAsync());
        Assert.Equal(HttpStatusCode.OK, await byProvider.MeAsync());
    }

    [Fact]
    public async Task Password_that_an_admin_asked_for_holds_nobody_back_without_passwords()
    {
        await using var app = await StartAsync();
        using var browser = app.Anonymous();
        Assert.Equal("/", await SignInAsync(browser));
        await using var db = await app.OpenAsync();
        await db.Users.ExecuteUpdateAsync(u => u.SetProperty(x => x.MustChangePassword, true));
        await SetAsync(app, onlyOidc: false);
        Assert.Equal(HttpStatusCode.Forbidden, await browser.MeAsync());

        await SetAsync(app, onlyOidc: true);

        Assert.Equal(HttpStatusCode.OK, await browser.MeAsync());
        const string prove = "/account/prove?returnUrl=%2Faccount%2Fproviders";
        Assert.Equal("/account/providers", await SignInAsync(browser, LinkOf(await browser.GetStringAsync(prove))));
        var session = await db.UserSessions.SingleAsync();
        Assert.True(await app.Services.GetRequiredService<Proofs>().IsFreshAsync(
            new Caller(session.UserId, Person, new HashSet<string>()) { Session = session.Id }, CancellationToken.None));
        using var page = await browser.GetAsync("/account/new-password");
        Assert.DoesNotContain("type=\"password\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Last_admin_with_a_link_keeps_role_account_and_link(DatabaseProvider database)
    {
        await using var app = await StartAsync(database);
        var admin = await app.CallerAsync(TestApplication.AdminEmail);
        var linked = await app.AddUserAsync(Person, Roles.Admin);
        await using var db = await app.OpenAsync();
        var issuer = app.Services.GetRequiredService<IOptions<ConfiguredProviders>>().Value.Issuers.Single();
        db.UserLogins.Add(new() { LoginProvider = issuer.TrimEnd('/'), ProviderKey = "1", UserId = linked.Id });
        db.UserLogins.Add(new() { LoginProvider = "https://gone.example.org", ProviderKey = "1", UserId = admin.Id });
        await db.SaveChangesAsync();
        await SetAsync(app, onlyOidc: true);
        var service = app.Services.GetRequiredService<UserAdministration>();

        Assert.Equal(UserChange.LastAdmin, await service.DisableAsync(admin, linked.Id, CancellationToken.None));
        Assert.Equal(UserChange.LastAdmin, await service.SetRoleAsync(admin, linked.Id, Roles.Analyst, CancellationToken.None));
        Assert.Equal(
            UserChange.LastAdmin, await service.ResetSecondFactorAsync(admin, linked.Id, allWaysIn: true, CancellationToken.None));
        Assert.Equal(2, await db.UserLogins.CountAsync());
        Assert.Equal(UserChange.Done, await service.DisableAsync(admin, admin.Id, CancellationToken.None));
    }

    [Theory]
    [OnSqlite(null, "/"), OnPostgres(null, "/")]
    [OnSqlite(Roles.Analyst, "/account/sign-in?external=link&returnUrl=%2Faccount%2Fproviders")]
    public async Task Registration_that_nobody_confirmed_makes_way_at_the_provider(DatabaseProvider database, string? role, string target)
    {
        await using var app = await StartAsync(database);
        var before = await app.AddUserAsync(Person, role);
        await using var db = await app.OpenAsync();
        await db.Users.ExecuteUpdateAsync(u => u.SetProperty(x => x.EmailConfirmed, false));
        await SetAsync(app, onlyOidc: true);

        Assert.Equal(target, await SignInAsync(app.Anonymous()));

        Assert.Equal(role is not null, (await db.Users.AsNoTracking().SingleAsync()).Id == before.Id);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Link_of_the_operator_refuses_a_sign_in_that_has_begun(DatabaseProvider database)
    {
        await using var app = await StartAsync(database);
        var recognised = await app.AddUserAsync(Person, Roles.Admin);
        await using var scope = app.Services.CreateAsyncScope();
        var admin = await app.CallerAsync(TestApplication.AdminEmail);

        var link = await scope.ServiceProvider.GetRequiredService<LocalLinks>()
            .ForAccountAsync(admin, Person, resetsSecondFactor: false, CancellationToken.None);

        Assert.NotNull(link.Token);
        await Assert.ThrowsAsync<AccessDeniedException>(() => app.Services.GetRequiredService<Sessions>()
            .StartForCookieAsync(recognised, "", null, true, "https://id.example.org", CancellationToken.None));
    }

    private Task<TestApplication> StartAsync(DatabaseProvider database = DatabaseProvider.Sqlite) =>
        TestApplication.StartAsync(database, _provider.Settings(), realSockets: true);

    /// <summary>As a restart with the setting would, but for what a start does.</summary>
    private static async Task SetAsync(TestApplication app, bool onlyOidc)
    {
        app.Services.GetRequiredService<IOptions<AccountsOptions>>().Value.OnlyOidc = onlyOidc;
        await using var db = await app.OpenAsync();
        foreach (var user in await db.Users.Select(u => u.Id).ToListAsync())
            app.Services.GetRequiredService<Sessions>().Forget(user);
    }
}
