using System.Net;
using System.Text.RegularExpressions;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Components.Account.Keys;

public sealed partial class KeyPageTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Key_is_made_shown_once_and_revoked(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var browser = await app.SignedInByPageAsync();
        Assert.Contains("You have no API keys.", await browser.GetStringAsync("/account/keys"), StringComparison.Ordinal);

        using var made = await browser.SubmitAsync(
            "/account/keys", "new", ("Input.Name", "Laptop"), ("Input.Read", "true"), ("Input.Life", "30"));
        var key = Code().Match(await made.Content.ReadAsStringAsync()).Groups[1].Value;

        using var program = app.SendingKey(key);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/stock-data/symbols")).StatusCode);
        Assert.True(made.Headers.CacheControl!.NoStore);
        var list = await browser.GetStringAsync("/account/keys");
        Assert.Contains("Laptop", list, StringComparison.Ordinal);
        Assert.DoesNotContain(key, list, StringComparison.Ordinal);
        await using var db = await app.OpenAsync();
        var row = await db.ApiKeys.AsNoTracking().SingleAsync();
        Assert.Equal(KeyScopes.Read, row.Scopes);
        Assert.InRange(row.ExpiresAt!.Value, row.CreatedAt.AddDays(30).AddMinutes(-1), row.CreatedAt.AddDays(30));

        using var revoked = await browser.SubmitAsync("/account/keys", $"revoke-{row.Id}");
        Assert.Equal("/account/keys", revoked.PathOfLocation());
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/stock-data/symbols")).StatusCode);
        Assert.Equal(2, app.MailsTo(AccountClient.Email).Count(m => m.Subject!.Contains("API key", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Form_refuses_a_key_without_a_scope_and_offers_no_analyst_the_admins()
    {
        await using var app = await TestApplication.StartAsync();
        using var browser = await app.SignedInByPageAsync();
        Assert.DoesNotContain("Input.Admin", await browser.GetStringAsync("/account/keys"), StringComparison.Ordinal);

        using var nothing = await browser.SubmitAsync("/account/keys", "new", ("Input.Name", "Laptop"));
        using var admin = await browser.SubmitAsync("/account/keys", "new", ("Input.Name", "Laptop"), ("Input.Admin", "true"));

        Assert.Contains("Choose at least one scope.", await nothing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("This requires the Admin role.", await admin.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await using var db = await app.OpenAsync();
        Assert.Empty(await db.ApiKeys.ToListAsync());
    }

    [Fact]
    public async Task Feed_is_made_shown_once_and_revoked()
    {
        await using var app = await TestApplication.StartAsync();
        using var browser = await app.SignedInByPageAsync();
        Assert.Contains("You have no feeds.", await browser.GetStringAsync("/account/feeds"), StringComparison.Ordinal);

        using var wrong = await browser.SubmitAsync("/account/feeds", "new", ("Input.Name", "Sheet"), ("Input.Symbols", "A&, B"));
        using var made = await browser.SubmitAsync(
            "/account/feeds", "new", ("Input.Name", "Sheet"), ("Input.Symbols", "aapl, ^gspc MSFT"));
        var prices = Code().Match(await made.Content.ReadAsStringAsync()).Groups[1].Value;

        Assert.Contains("A symbol has 1 to 20", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.EndsWith("/prices.csv", prices, StringComparison.Ordinal);
        using var anonymous = app.Anonymous();
        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync(prices)).StatusCode);
        var list = await browser.GetStringAsync("/account/feeds");
        Assert.Contains("AAPL, ^GSPC, MSFT", list, StringComparison.Ordinal);
        Assert.DoesNotContain("/feeds/0", list, StringComparison.Ordinal);
        await using var db = await app.OpenAsync();
        using var revoked = await browser.SubmitAsync("/account/feeds", $"revoke-{(await db.Feeds.SingleAsync()).Id}");
        Assert.Equal(HttpStatusCode.NotFound, (await anonymous.GetAsync(prices)).StatusCode);
        Assert.Equal(2, app.MailsTo(AccountClient.Email).Count(m => m.Subject!.Contains("feed", StringComparison.Ordinal)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Own_data_names_keys_and_feeds_which_end_with_the_account(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var browser = await app.SignedInByPageAsync();
        using var owner = await app.SignInAsync(AccountClient.Email);
        var (_, key) = await owner.AddKeyAsync("read");
        var (_, link) = await owner.AddFeedAsync(["AAPL"]);
        using var program = app.SendingKey(key);
        await using var db = await app.OpenAsync();
        var hashes = new[] { (await db.ApiKeys.SingleAsync()).KeyHash, (await db.Feeds.SingleAsync()).TokenHash };

        using var export = await browser.PressAsync("/account/data", "/account/data/export");
        var text = await export.Content.ReadAsStringAsync();
        Assert.Contains("\"Script\"", text, StringComparison.Ordinal);
        Assert.Contains("\"Sheet\"", text, StringComparison.Ordinal);
        Assert.All(hashes, hash => Assert.DoesNotContain(hash, text, StringComparison.Ordinal));
        using var deleted = await browser.FillInAsync(
            "/account/data", ("Input.Email", AccountClient.Email), ("Input.Password", TestApplication.Password));

        Assert.Equal("/account/deleted", deleted.PathOfLocation());
        Assert.Empty(await db.ApiKeys.AsNoTracking().ToListAsync());
        Assert.Empty(await db.Feeds.AsNoTracking().ToListAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/stock-data/symbols")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await program.GetAsync(link + "/prices.csv")).StatusCode);
    }

    [GeneratedRegex("<code id=\"[a-z]+\"[^>]*>([^<]+)</code>")]
    private static partial Regex Code();
}
