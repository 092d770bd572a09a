using System.Net;
using System.Net.Http.Json;
using CreamPie.Core.Accounts;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Api;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Accounts.Keys;

/// <summary>Keys and feeds are ways in: what becomes of them when somebody gets their account back, and what is told of them.</summary>
public sealed class KeyRecoveryTests
{
    private const string Email = TestApplication.AnalystEmail;

    [Theory, OnSqlite, OnPostgres]
    public async Task Password_reset_by_mail_revokes_keys_and_feeds(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var owner = await app.AnalystAsync();
        await AddAsync(owner);
        using var browser = app.Anonymous();
        using var asked = await browser.FillInAsync("/account/forgot", ("Input.Email", Email));
        var link = app.MailsTo(Email).Single(m => m.TextBody!.Contains("/account/reset", StringComparison.Ordinal)).Link();

        using var weak = await browser.FillInAsync(link, ("Input.Password", "short"));
        Assert.Equal((1, 1), await CountAsync(app));
        using var set = await browser.FillInAsync(link, ("Input.Password", "another good password"));

        Assert.Equal("/account/sign-in?reset=true", set.PathOfLocation());
        Assert.Equal((0, 0), await CountAsync(app));
    }

    [Theory]
    [OnSqlite("require-new-password", true, 0), OnPostgres("require-new-password", true, 0)]
    [OnSqlite("require-new-password", false, 1)]
    [OnSqlite("reset-second-factor", true, 0), OnPostgres("reset-second-factor", true, 0)]
    [OnSqlite("reset-second-factor", false, 1)]
    public async Task Admin_who_resets_all_ways_in_revokes_keys_and_feeds(DatabaseProvider provider, string what, bool all, int left)
    {
        await using var app = await TestApplication.StartAsync(provider);
        var user = await app.AddUserAsync(Email, Roles.Analyst);
        using var owner = await app.AnalystAsync();
        using var admin = await app.AdminAsync();
        await AddAsync(owner);

        using var done = await admin.PostAsync($"/api/users/{user.Id}/{what}?allWaysIn={(all ? "true" : "false")}", null);

        Assert.Equal((left, left), await CountAsync(app));
        var ways = (await (await admin.GetAsync($"/api/users/{user.Id}")).JsonAsync()).GetProperty("otherWaysIn");
        Assert.Equal((left, left), (ways.GetProperty("apiKeys").GetInt32(), ways.GetProperty("feeds").GetInt32()));
    }

    [Fact]
    public async Task Changed_password_leaves_keys_and_feeds_and_the_mail_counts_them()
    {
        await using var app = await TestApplication.StartAsync();
        using var browser = await app.SignedInByPageAsync();
        using var owner = await app.SignInAsync(AccountClient.Email);
        await AddAsync(owner);

        using var changed = await browser.FillInAsync(
            "/account", ("Input.Old", TestApplication.Password), ("Input.New", "another good password"));

        Assert.Equal((1, 1), await CountAsync(app));
        var notice = app.MailsTo(AccountClient.Email).Single(m => m.Subject == "Your CreamPie password was changed").TextBody!;
        Assert.Contains("without the password: 1 API key and 1 feed.", notice, StringComparison.Ordinal);
        Assert.Contains("/account/feeds", notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_that_an_admin_asked_for_stops_no_key_where_only_providers_sign_in()
    {
        await using var app = await TestApplication.StartAsync();
        using var owner = await app.AnalystAsync();
        var (_, key) = await owner.AddKeyAsync("read");
        var (_, link) = await owner.AddFeedAsync();
        using var program = app.SendingKey(key);
        await using (var db = await app.OpenAsync())
            await db.Users.ExecuteUpdateAsync(u => u.SetProperty(x => x.MustChangePassword, true));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.NotFound), await ReadAsync());

        app.Services.GetRequiredService<IOptions<AccountsOptions>>().Value.OnlyOidc = true;
        await app.ConnectAsync(Email);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await ReadAsync());

        async Task<(HttpStatusCode, HttpStatusCode)> ReadAsync() => (
            (await program.GetAsync("/api/stock-data/symbols")).StatusCode, (await program.GetAsync(link + "/prices.csv")).StatusCode);
    }

    [Fact]
    public async Task Command_that_a_key_may_not_do_is_written_down_and_a_read_is_not()
    {
        await using var app = await TestApplication.StartAsync();
        using var owner = await app.AnalystAsync();
        using var program = await app.WithKeyAsync(owner, "read");
        Assert.Equal(HttpStatusCode.Forbidden, (await program.GetAsync("/api/users/me")).StatusCode);

        using var refused = await program.PostAsJsonAsync("/api/stock-data/track", new { symbol = "AAA" });

        Assert.Equal((HttpStatusCode.Forbidden, "keyScope"), (refused.StatusCode, await refused.CodeAsync()));
        var entry = Assert.Single(await app.AuditAsync(), e => e.StartsWith("Refusal", StringComparison.Ordinal));
        Assert.Equal(
            $"Refusal Refused POST /api/stock-data/track by {Email}: This needs an API key with the scope track. API key: Script.", entry);
    }

    private static async Task AddAsync(HttpClient owner)
    {
        await owner.AddKeyAsync("read");
        await owner.AddFeedAsync();
    }

    private static async Task<(int Keys, int Feeds)> CountAsync(TestApplication app)
    {
        await using var db = await app.OpenAsync();
        return (await db.ApiKeys.CountAsync(), await db.Feeds.CountAsync());
    }
}
