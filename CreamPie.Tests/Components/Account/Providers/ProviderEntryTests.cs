using System.Net;
using CreamPie.Core.Accounts.Inviting;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using CreamPie.Web.CommandLine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static CreamPie.Tests.Support.ProviderClient;

namespace CreamPie.Tests.Components.Account.Providers;

/// <summary>How people get in where only the identity provider signs in, and nobody is locked out.</summary>
public sealed class ProviderEntryTests : IAsyncLifetime
{
    private const string Person = "person@example.org";
    private IdentityProvider _provider = null!;

    public async Task InitializeAsync() => _provider = await IdentityProvider.StartAsync();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Theory, OnSqlite, OnPostgres]
    public async Task First_admin_signs_in_at_the_provider_from_the_link_of_the_log(DatabaseProvider database)
    {
        using var log = new LogLines();
        await using var app = await StartAsync(
            database, log, ("Bootstrap:AdminEmail", "boss@example.org"), ("Bootstrap:AdminPassword", TestApplication.Password));
        var setup = new Uri(log.Single(l => l.Contains("/setup?token=", StringComparison.Ordinal)).Split(": ", 2)[1]).PathAndQuery;
        Assert.Contains(log, l => l.Contains("Bootstrap__AdminPassword are ignored", StringComparison.Ordinal));
        // Somebody was faster, and is no admin for it.
        Assert.Equal("/", await SignInAsync(app.Anonymous()));
        using var browser = app.Anonymous();
        var page = await browser.GetStringAsync(setup);
        Assert.DoesNotContain("type=\"password\"", page, StringComparison.Ordinal);

        Assert.Equal("/", await SignInAsync(browser, LinkOf(page)));

        Assert.Contains("\"roles\":[\"Admin\"]", await browser.GetStringAsync("/api/users/me"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Anonymous().GetAsync(setup)).StatusCode);
        await using var db = await app.OpenAsync();
        Assert.Equal(Person, (await db.Users.SingleAsync()).Email);
    }

    [Fact]
    public async Task Set_up_needs_its_own_page_and_the_admin_role_of_the_claim()
    {
        using var log = new LogLines();
        await using var app = await StartAsync(
            DatabaseProvider.Sqlite, log,
            ("Oidc:0:RoleClaim", "groups"), ("Oidc:0:AdminRole", "chiefs"), ("Oidc:0:AnalystRole", "readers"));
        var setup = new Uri(log.Single(l => l.Contains("/setup?token=", StringComparison.Ordinal)).Split(": ", 2)[1]).PathAndQuery;
        using var browser = app.Anonymous();
        var link = LinkOf(await browser.GetStringAsync(setup));
        using var other = app.Anonymous();
        Assert.StartsWith("/account/denied", new Uri(new("http://a"), (await other.GetAsync(link)).PathOfLocation()).AbsolutePath);

        _provider.Person["groups"] = "readers";
        Assert.Equal(setup, await SignInAsync(browser, link));
        Assert.Contains("does not make you an admin", await browser.GetStringAsync(setup), StringComparison.Ordinal);
        Assert.Contains(await app.AuditAsync(), e => e.StartsWith($"SignIn Refused {Person}", StringComparison.Ordinal));
        _provider.Person["groups"] = "chiefs";
        Assert.Equal("/", await SignInAsync(browser, LinkOf(await browser.GetStringAsync(setup))));
    }

    [Fact]
    public async Task Account_of_before_is_linked_by_an_address_that_the_operator_trusts_once()
    {
        await using var app = await StartAsync(settings: ("Oidc:0:TrustsEmail", "true"));
        await app.AddUserAsync(Person, Roles.Analyst);
        await app.AuditAsync();
        using var browser = app.Anonymous();
        Assert.Equal("/", await SignInAsync(browser));

        Assert.Equal(HttpStatusCode.OK, await browser.MeAsync());
        Assert.Contains(app.MailsTo(Person), m => m.Subject == "CreamPie is linked to Contoso");
        Assert.Contains($"FactorChange Succeeded {Person} by {Person}: Linked to Contoso by its address, at the first sign-in there.",
            await app.AuditAsync());
        // Whoever gets the address later is somebody else.
        _provider.Person["sub"] = "person-2";
        Assert.StartsWith("/account/sign-in?external=link", await SignInAsync(app.Anonymous()), StringComparison.Ordinal);
        await app.SeeAuditAsync($"SignIn Refused {Person} by nobody: Contoso. The address has an account that is not linked.");
    }

    [Fact]
    public async Task Address_that_nobody_vouches_for_links_nothing()
    {
        await using var app = await StartAsync();
        await app.AddUserAsync(Person, Roles.Admin);
        Assert.StartsWith("/account/sign-in?external=link", await SignInAsync(app.Anonymous()), StringComparison.Ordinal);
        Assert.Contains(
            "Ask your administrator for a link", await app.Anonymous().GetStringAsync("/account/sign-in?external=link"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trusted_address_links_nothing_where_passwords_let_people_in()
    {
        await using var app = await StartAsync(settings: [("Oidc:0:TrustsEmail", "true"), ("Accounts:OnlyOidc", "false")]);
        await app.AddUserAsync(Person, Roles.Analyst);
        Assert.StartsWith("/account/sign-in?external=link", await SignInAsync(app.Anonymous()), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Invitation_is_accepted_at_the_provider_whatever_address_it_tells(DatabaseProvider database)
    {
        await using var app = await StartAsync(database, settings: ("Accounts:Registration", "Invitation"));
        var admin = await app.CallerAsync(TestApplication.AdminEmail);
        var created = Assert.IsType<InvitationResult.Created>(await app.Services.GetRequiredService<Invitations>().CreateAsync(
            admin, "guest@example.org", Roles.Admin, CancellationToken.None));
        var invitation = "/account/invitation?token=" + Uri.EscapeDataString(created.Token);
        using var browser = app.Anonymous();
        var page = await browser.GetStringAsync(invitation);
        Assert.DoesNotContain("type=\"password\"", page, StringComparison.Ordinal);

        Assert.Equal("/", await SignInAsync(browser, LinkOf(page)));

        Assert.Contains("\"roles\":[\"Admin\"]", await browser.GetStringAsync("/api/users/me"), StringComparison.Ordinal);
        await using var db = await app.OpenAsync();
        var user = await db.Users.SingleAsync(u => u.Id != admin.Id);
        Assert.Equal(("guest@example.org", null), (user.Email, user.PasswordHash));
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Anonymous().GetAsync(invitation)).StatusCode);
        Assert.Equal("/", await SignInAsync(app.Anonymous()));
    }

    [Fact]
    public async Task Second_factor_after_the_provider_begins_a_session_of_the_provider()
    {
        await using var app = await StartAsync();
        using var browser = app.Anonymous();
        Assert.Equal("/", await SignInAsync(browser));
        const string prove = "/account/prove?returnUrl=%2Faccount%2Ftwo-step";
        Assert.Equal("/account/two-step", await SignInAsync(browser, LinkOf(await browser.GetStringAsync(prove))));
        var (_, codes) = await app.TurnOnTwoStepAsync(browser);

        using var again = app.Anonymous();
        Assert.Equal("/account/sign-in/code?returnUrl=%2F", await SignInAsync(again));
        using var entered = await again.FillInAsync("/account/sign-in/code?returnUrl=%2F", ("Input.Code", codes[0]));
        Assert.Equal(HttpStatusCode.OK, await again.MeAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Command_line_makes_an_admin_of_whoever_opens_its_link(DatabaseProvider database)
    {
        await using var app = await StartAsync(database);
        var printed = await RunAsync(app, "admin create new@example.org");
        Assert.Contains("No password was set", printed, StringComparison.Ordinal);
        Assert.Contains("Contoso", printed, StringComparison.Ordinal);
        using var browser = app.Anonymous();
        var page = await browser.GetStringAsync(LinkIn(printed));
        Assert.Equal("/", await SignInAsync(browser, LinkOf(page)));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/users")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Anonymous().GetAsync("/setup")).StatusCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Command_line_links_an_account_of_before_whatever_its_address_at_the_provider(DatabaseProvider database)
    {
        await using var app = await StartAsync(database);
        await app.AddUserAsync(TestApplication.AdminEmail, Roles.Admin);
        var link = LinkIn(await RunAsync(app, "admin reset-password admin@example.org"));
        using var browser = app.Anonymous();
        Assert.Equal("/", await SignInAsync(browser, LinkOf(await browser.GetStringAsync(link))));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/users")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Anonymous().GetAsync(link)).StatusCode);
        Assert.Contains(app.MailsTo(TestApplication.AdminEmail), m => m.Subject == "CreamPie is linked to Contoso");
        await using var db = await app.OpenAsync();
        Assert.Equal(1, await db.Users.CountAsync());
    }

    private Task<TestApplication> StartAsync(
        DatabaseProvider database = DatabaseProvider.Sqlite, LogLines? log = null, params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string>(_provider.Settings()) { ["Accounts:OnlyOidc"] = "true" };
        foreach (var (key, value) in settings)
            all[key] = value;
        return TestApplication.StartAsync(database, all, log: log, realSockets: true);
    }

    private static async Task<string> RunAsync(TestApplication app, string line)
    {
        using var terminal = new TestTerminal();
        Assert.Equal(0, await Commands.RunAsync(line.Split(' '), app.BuildAgain, terminal));
        return terminal.Printed;
    }

    private static string LinkIn(string printed) =>
        new Uri(printed.Split('\n').Single(line => line.Contains("/account/invitation?token=", StringComparison.Ordinal))).PathAndQuery;
}
