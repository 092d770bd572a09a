using System.Net;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Support.ProviderClient;

namespace CreamPie.Tests.Components.Account.Providers;

public sealed class OidcTests : IAsyncLifetime
{
    private const string Person = "person@example.org";
    private IdentityProvider _provider = null!;

    public async Task InitializeAsync() => _provider = await IdentityProvider.StartAsync();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Theory, OnSqlite, OnPostgres]
    public async Task First_sign_in_creates_an_account_and_later_ones_find_it(DatabaseProvider database)
    {
        await using var app = await StartAsync(database);
        using var browser = app.Anonymous();
        Assert.Contains("Sign in with Contoso", await browser.GetStringAsync("/account/sign-in"), StringComparison.Ordinal);

        Assert.Equal("/stocks?a=1", await SignInAsync(browser, "/account/external/0?returnUrl=%2Fstocks%3Fa%3D1"));
        Assert.Contains("\"roles\":[\"Analyst\"]", await browser.GetStringAsync("/api/users/me"), StringComparison.Ordinal);
        // Another address at the provider is still the same person.
        _provider.Person["email"] = "renamed@example.org";
        using var elsewhere = app.Anonymous();
        Assert.Equal("/", await SignInAsync(elsewhere));

        await using var db = await app.OpenAsync();
        var user = await db.Users.SingleAsync();
        Assert.Equal((Person, "A Person", null), (user.Email, user.DisplayName, user.PasswordHash));
        Assert.Equal(2, await db.UserSessions.CountAsync());
    }

    [Fact]
    public async Task Equal_address_gives_no_access_before_it_is_linked()
    {
        await using var app = await StartAsync();
        using var owner = await app.SignedInByPageAsync(Person);
        using var stranger = app.Anonymous();
        Assert.StartsWith("/account/sign-in?external=link", await SignInAsync(stranger), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await stranger.MeAsync());

        var link = LinkOf(await owner.GetStringAsync("/account/providers"));
        Assert.Equal("/account/providers?linked=true", await SignInAsync(owner, link));

        Assert.Equal("/", await SignInAsync(stranger));
        Assert.Equal(HttpStatusCode.OK, await stranger.MeAsync());
        Assert.Contains(app.MailsTo(Person), m => m.Subject == "CreamPie is linked to Contoso");
        using var unlinked = await owner.SubmitAsync("/account/providers", "unlink-0");
        Assert.Equal("/account/providers", unlinked.PathOfLocation());
        Assert.StartsWith("/account/sign-in?external=link", await SignInAsync(app.Anonymous()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_of_another_session_links_nothing()
    {
        await using var app = await StartAsync();
        using var owner = await app.SignedInByPageAsync(Person);
        using var other = await app.SignedInByPageAsync("other@example.org");
        var link = LinkOf(await owner.GetStringAsync("/account/providers"));
        Assert.Equal("/account/denied", new Uri(new Uri("http://localhost"), (await other.GetAsync(link)).PathOfLocation()).AbsolutePath);
        Assert.Equal(
            "/account/denied",
            new Uri(new Uri("http://localhost"), (await owner.GetAsync("/account/external/0?purpose=Link")).PathOfLocation()).AbsolutePath);
    }

    [Theory]
    [InlineData("chiefs", "Admin"), InlineData("readers", "Analyst"), InlineData("others", null)]
    public async Task Role_follows_the_claim(string group, string? role)
    {
        await using var app = await StartAsync(settings: new()
        {
            ["Oidc:0:RoleClaim"] = "groups",
            ["Oidc:0:AdminRole"] = "chiefs",
            ["Oidc:0:AnalystRole"] = "readers",
        });
        _provider.Person["groups"] = new[] { "everybody", group };
        using var browser = app.Anonymous();
        Assert.Equal(role is null ? "/account/sign-in?external=refused" : "/", await SignInAsync(browser));
        if (role is not null)
            Assert.Contains($"\"roles\":[\"{role}\"]", await browser.GetStringAsync("/api/users/me"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false, false), InlineData(false, false, false), InlineData("yes", false, false), InlineData(true, false, true)]
    [InlineData(null, true, true), InlineData(false, true, false)]
    public async Task Address_creates_an_account_only_if_it_counts_as_verified(object? verified, bool isTrusted, bool isCreated)
    {
        await using var app = await StartAsync(settings: new() { ["Oidc:0:TrustsEmail"] = isTrusted ? "true" : "false" });
        _provider.Person.Remove("email_verified");
        if (verified is not null)
            _provider.Person["email_verified"] = verified;
        Assert.Equal(isCreated ? "/" : "/account/sign-in?external=email", await SignInAsync(app.Anonymous()));
    }

    [Fact]
    public async Task Closed_registration_lets_no_stranger_of_the_provider_in()
    {
        await using var app = await StartAsync(settings: new() { ["Accounts:Registration"] = "Invitation" });
        Assert.Equal("/account/sign-in?external=closed", await SignInAsync(app.Anonymous()));
        await app.SeeAuditAsync($"SignIn Refused {Person} by nobody: Contoso. Registration is not open.");
    }

    [Fact]
    public async Task Name_from_the_provider_shows_nothing_invisible()
    {
        await using var app = await StartAsync();
        _provider.Person["name"] = "\u202E A\u0000 Person\u200B" + new string('n', 78) + "\U0001F967";
        Assert.Equal("/", await SignInAsync(app.Anonymous()));
        await using var db = await app.OpenAsync();
        Assert.Equal("A Person" + new string('n', 72), (await db.Users.SingleAsync()).DisplayName);
    }

    [Fact]
    public async Task Slash_at_the_end_of_an_issuer_means_nothing()
    {
        _provider.CallsItself = _provider.Issuer + "/";
        await using var app = await StartAsync(settings: new() { ["Oidc:0:Issuer"] = _provider.Issuer + "/" });
        Assert.Equal("/", await SignInAsync(app.Anonymous()));
        await using var db = await app.OpenAsync();
        var link = await db.UserLogins.SingleAsync();
        Assert.Equal(_provider.Issuer, link.LoginProvider);
        // As it was stored before.
        await db.UserLogins.ExecuteUpdateAsync(l => l.SetProperty(x => x.LoginProvider, _provider.Issuer + "/"));
        Assert.Equal("/", await SignInAsync(app.Anonymous()));
        Assert.Equal(1, await db.Users.CountAsync());
    }

    [Fact]
    public async Task Provider_that_calls_itself_otherwise_signs_nobody_in_and_the_log_says_why()
    {
        using var log = new LogLines();
        _provider.CallsItself = "https://elsewhere.example.org";
        await using var app = await TestApplication.StartAsync(settings: _provider.Settings(), log: log, realSockets: true);
        using var toProvider = await app.Anonymous().GetAsync("/account/external/0");
        Assert.Equal("/account/sign-in?external=issuer", toProvider.PathOfLocation());
        Assert.Contains(log, l => l.Contains("Oidc__0__Issuer", StringComparison.Ordinal)
            && l.Contains("https://elsewhere.example.org", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null), InlineData(600), InlineData(-600)]
    public async Task Provider_proves_only_somebody_who_signed_in_there_just_now(int? secondsAgo)
    {
        await using var app = await StartAsync();
        using var browser = app.Anonymous();
        Assert.Equal("/", await SignInAsync(browser));
        const string prove = "/account/prove?returnUrl=%2Faccount%2Ftwo-step";
        _provider.AuthenticatedAgo = secondsAgo is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        Assert.Equal(prove + "&external=unproved", await SignInAsync(browser, LinkOf(await browser.GetStringAsync(prove))));
        Assert.Equal(("login", "0"), (_provider.LastRequest["prompt"].ToString(), _provider.LastRequest["max_age"].ToString()));
        Assert.Equal(prove, (await browser.GetAsync("/account/two-step")).PathOfLocation());
        Assert.Contains("auth_time", await browser.GetStringAsync(prove + "&external=unproved"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silent_sign_in_proves_nothing_and_the_provider_proves_when_asked()
    {
        await using var app = await StartAsync();
        using var browser = app.Anonymous();
        Assert.Equal("/", await SignInAsync(browser));
        const string prove = "/account/prove?returnUrl=%2Faccount%2Ftwo-step";
        Assert.Equal(prove, (await browser.GetAsync("/account/two-step")).PathOfLocation());

        _provider.Person["sub"] = "somebody else";
        Assert.Equal(prove, await SignInAsync(browser, LinkOf(await browser.GetStringAsync(prove))));
        Assert.Equal(prove, (await browser.GetAsync("/account/two-step")).PathOfLocation());
        _provider.Person["sub"] = "person-1";
        Assert.Equal("/account/two-step", await SignInAsync(browser, LinkOf(await browser.GetStringAsync(prove))));

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account/two-step")).StatusCode);
    }

    [Fact]
    public async Task Disabled_person_is_refused()
    {
        await using var app = await StartAsync();
        Assert.Equal("/", await SignInAsync(app.Anonymous()));
        await using (var db = await app.OpenAsync())
        {
            (await db.Users.SingleAsync()).DisabledAt = DateTime.UnixEpoch;
            await db.SaveChangesAsync();
        }
        await app.AuditAsync();
        Assert.Equal("/account/sign-in?external=refused", await SignInAsync(app.Anonymous()));
        await app.SeeAuditAsync($"SignIn Refused {Person} by {Person}: Contoso. The account is disabled.");
    }

    private Task<TestApplication> StartAsync(
        DatabaseProvider database = DatabaseProvider.Sqlite, Dictionary<string, string>? settings = null, TimeProvider? time = null) =>
        TestApplication.StartAsync(
            database, (settings ?? []).Concat(_provider.Settings()).DistinctBy(s => s.Key).ToDictionary(), time, realSockets: true);
}
