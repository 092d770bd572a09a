using System.Net;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Administration;
using CreamPie.Core.Accounts.Keys;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static CreamPie.Tests.Support.ProviderClient;

namespace CreamPie.Tests.Components.Account.Providers;

/// <summary>Accounts__OnlyOidc: keys and feeds of people who have left the identity provider, which tells nobody.</summary>
public sealed class ProviderKeyTests : IAsyncLifetime
{
    private const string Person = "person@example.org";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
    private IdentityProvider _provider = null!;

    public async Task InitializeAsync() => _provider = await IdentityProvider.StartAsync();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Theory, OnSqlite, OnPostgres]
    public async Task Key_and_feed_stop_ninety_days_after_the_last_sign_in_there(DatabaseProvider database)
    {
        await using var app = await TestApplication.StartAsync(database, time: _time);
        using var owner = await app.AnalystAsync();
        var (key, link) = ((await owner.AddKeyAsync("read")).Key, (await owner.AddFeedAsync()).Link);
        app.Services.GetRequiredService<IOptions<AccountsOptions>>().Value.OnlyOidc = true;
        // Nobody has signed in there since the setting came.
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.NotFound), await ReadAsync(app, key, link));
        await app.ConnectAsync(TestApplication.AnalystEmail);
        // Without the ticks of the program's own work.
        _time.AdjustTime(_time.GetUtcNow().AddDays(89));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await ReadAsync(app, key, link));

        _time.AdjustTime(_time.GetUtcNow().AddDays(2));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.NotFound), await ReadAsync(app, key, link));
        // A new session at the provider, as its callback begins it.
        await app.CallerAsync(TestApplication.AnalystEmail, Roles.Analyst);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await ReadAsync(app, key, link));
        await using (var db = await app.OpenAsync())
            await db.UserLogins.ExecuteUpdateAsync(l => l.SetProperty(x => x.LoginProvider, "https://gone.example.org"));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.NotFound), await ReadAsync(app, key, link));
    }

    [Theory, OnSqlite(true), OnSqlite(false), OnPostgres(true)]
    public async Task Refusal_for_want_of_a_role_stops_keys_even_of_the_last_admin(DatabaseProvider database, bool isLast)
    {
        var settings = new Dictionary<string, string>(_provider.Settings())
        {
            ["Accounts:OnlyOidc"] = "true",
            ["Oidc:0:RoleClaim"] = "groups",
            ["Oidc:0:AdminRole"] = "chiefs",
        };
        await using var app = await TestApplication.StartAsync(database, settings, realSockets: true);
        _provider.Person["groups"] = "chiefs";
        Assert.Equal("/", await SignInAsync(app.Anonymous()));
        var (key, link) = await AddAsync(app, Person);
        if (!isLast)
            await app.AddUserAsync(TestApplication.AdminEmail, Roles.Admin);
        if (!isLast)
            await app.ConnectAsync(TestApplication.AdminEmail);
        app.Services.GetRequiredService<IOptions<Core.Accounts.External.ConfiguredProviders>>().Value.Issuers =
            [_provider.Settings()["Oidc:0:Issuer"], "https://id.example.org"];
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await ReadAsync(app, key, link));

        _provider.Person["groups"] = "others";
        Assert.Equal("/account/sign-in?external=refused", await SignInAsync(app.Anonymous()));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.NotFound), await ReadAsync(app, key, link));
        await using var db = await app.OpenAsync();
        Assert.Equal(isLast, await db.UserRoles.AnyAsync(r => db.Users.Any(u => u.Id == r.UserId && u.Email == Person)));
    }

    [Fact]
    public async Task Account_that_was_read_before_a_sign_in_there_does_not_write_it_back()
    {
        await using var app = await TestApplication.StartAsync();
        await app.AddUserAsync(Person, Roles.Analyst);
        await using var db = await app.OpenAsync();
        var read = await db.Users.SingleAsync(u => u.Email == Person);
        await app.CallerAsync(Person, Roles.Analyst);
        db.Users.Update(read);

        await db.SaveChangesAsync();

        await using var later = await app.OpenAsync();
        Assert.NotNull((await later.Users.SingleAsync(u => u.Email == Person)).ProviderSeenAt);
    }

    [Fact]
    public async Task New_password_is_asked_of_nobody_whatever_page_or_program_asks()
    {
        await using var app = await TestApplication.StartAsync();
        var admin = await app.CallerAsync(TestApplication.AdminEmail);
        var user = await app.AddUserAsync(Person, Roles.Analyst);
        app.Services.GetRequiredService<IOptions<AccountsOptions>>().Value.OnlyOidc = true;

        var change = await app.Services.GetRequiredService<UserAdministration>().RequireNewPasswordAsync(
            admin, user.Id, allWaysIn: true, CancellationToken.None);

        Assert.Equal(UserChange.PasswordsOff, change);
        await using var db = await app.OpenAsync();
        Assert.False((await db.Users.SingleAsync(u => u.Id == user.Id)).MustChangePassword);
    }

    private static async Task<(string Key, string Link)> AddAsync(TestApplication app, string email)
    {
        var owner = await app.CallerAsync(email);
        var key = await app.Services.GetRequiredService<ApiKeys>().CreateAsync(
            owner, "Script", KeyScopes.Read, null, CancellationToken.None);
        var feed = await app.Services.GetRequiredService<Core.Accounts.Feeds.FeedLinks>().CreateAsync(
            owner, "Sheet", null, null, CancellationToken.None);
        return (((KeyResult.Created)key).Key, "/feeds/" + ((Core.Accounts.Feeds.FeedResult.Created)feed).Token);
    }

    private static async Task<(HttpStatusCode Key, HttpStatusCode Feed)> ReadAsync(TestApplication app, string key, string link)
    {
        using var program = app.SendingKey(key);
        using var byKey = await program.GetAsync("/api/stock-data/symbols");
        using var anonymous = app.Anonymous();
        using var byLink = await anonymous.GetAsync(link + "/prices.csv");
        return (byKey.StatusCode, byLink.StatusCode);
    }
}
