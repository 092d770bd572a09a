using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Components.Account.Factors;

public sealed class TwoStepTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));

    [Theory, OnSqlite, OnPostgres]
    public async Task Sign_in_needs_a_code_that_works_once(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider, time: _time);
        using var owner = await app.SignedInByPageAsync();
        using var program = await app.SignInAsync(AccountClient.Email);
        var (key, _) = await app.TurnOnTwoStepAsync(owner);
        Assert.Equal(HttpStatusCode.Unauthorized, await program.MeAsync());
        Assert.Equal(HttpStatusCode.OK, await owner.MeAsync());

        using var browser = await HalfSignedInAsync(app);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.MeAsync());
        // The code of the set-up was used.
        using var used = await EnterAsync(browser, app.CodeNow(key));
        Assert.Contains("wrong or was already used", await used.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var right = await EnterAsync(browser, app.CodeNow(key, steps: 1));
        Assert.Equal("/", right.PathOfLocation());
        Assert.Equal(HttpStatusCode.OK, await browser.MeAsync());
        using var other = await HalfSignedInAsync(app);
        using var twice = await EnterAsync(other, app.CodeNow(key, steps: 1));
        Assert.Equal(HttpStatusCode.OK, twice.StatusCode);

        Assert.Contains(app.MailsTo(AccountClient.Email), m => m.Subject == "Two-step sign-in is on for CreamPie");
        Assert.Contains(await app.AllAuditAsync(), e => e is { Action: AuditAction.FactorChange, Outcome: AuditOutcome.Succeeded });
        Assert.Contains(await app.AllAuditAsync(), e => e is { Action: AuditAction.SignIn, Outcome: AuditOutcome.Refused });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pages_opened_at_once_show_one_key(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider, time: _time);
        using var owner = await app.SignedInByPageAsync();

        var pages = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => owner.GetStringAsync("/account/two-step")));

        Assert.Single(pages.Select(page => page.Split("<code class=\"key\">")[1].Split('<')[0]).ToHashSet());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Recovery_code_signs_in_once(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider, time: _time);
        using var owner = await app.SignedInByPageAsync();
        var (_, codes) = await app.TurnOnTwoStepAsync(owner);

        using var browser = await HalfSignedInAsync(app);
        using var first = await EnterAsync(browser, codes[3].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        using var other = await HalfSignedInAsync(app);
        using var again = await EnterAsync(other, codes[3]);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);

        Assert.Contains("9 of 10 recovery codes are left", await browser.GetStringAsync("/account/two-step"), StringComparison.Ordinal);
        Assert.Contains(app.MailsTo(AccountClient.Email), m => m.TextBody!.Contains("9 are left", StringComparison.Ordinal));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Database_has_neither_the_key_nor_the_codes(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider, time: _time);
        using var owner = await app.SignedInByPageAsync();
        var text = await owner.GetStringAsync("/account/two-step");
        var (_, codes) = await app.TurnOnTwoStepAsync(owner);
        await using var db = await app.OpenAsync();
        foreach (var stored in await db.UserTokens.Select(t => t.Value!).ToListAsync())
        {
            Assert.DoesNotMatch("^[A-Z2-7]{32}$", stored);
            Assert.All(codes, code => Assert.DoesNotContain(code, stored, StringComparison.OrdinalIgnoreCase));
        }
        Assert.Contains("data:image/png;base64,", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_wrong_codes_block_even_the_right_one()
    {
        await using var app = await TestApplication.StartAsync(time: _time);
        using var owner = await app.SignedInByPageAsync();
        var (key, _) = await app.TurnOnTwoStepAsync(owner);
        using var browser = await HalfSignedInAsync(app);
        for (var i = 0; i < 5; i++)
            using (await EnterAsync(browser, "000000"))
            {
            }

        using var blocked = await EnterAsync(browser, app.CodeNow(key, steps: 1));
        Assert.Equal(HttpStatusCode.OK, blocked.StatusCode);
        _time.Advance(TimeSpan.FromMinutes(1.5));
        using var later = await EnterAsync(browser, app.CodeNow(key));
        Assert.Equal(HttpStatusCode.Redirect, later.StatusCode);
    }

    [Fact]
    public async Task Remembered_browser_skips_the_code_for_thirty_days()
    {
        await using var app = await TestApplication.StartAsync(time: _time);
        using var owner = await app.SignedInByPageAsync();
        var (key, _) = await app.TurnOnTwoStepAsync(owner);
        using var browser = await HalfSignedInAsync(app);
        using var remembered = await browser.FillInAsync(
            "/account/sign-in/code", ("Input.Code", app.CodeNow(key, steps: 1)), ("Input.Remembers", "true"));
        Assert.Equal(HttpStatusCode.Redirect, remembered.StatusCode);

        Assert.Equal("/", await NextAsync(browser));
        _time.AdjustTime(_time.GetUtcNow() + TimeSpan.FromDays(29));
        Assert.Equal("/", await NextAsync(browser));
        _time.AdjustTime(_time.GetUtcNow() + TimeSpan.FromDays(2));
        Assert.StartsWith("/account/sign-in/code", await NextAsync(browser), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turning_it_off_needs_no_code_any_more()
    {
        await using var app = await TestApplication.StartAsync(time: _time);
        using var owner = await app.SignedInByPageAsync();
        await app.TurnOnTwoStepAsync(owner);
        using var off = await owner.SubmitAsync("/account/two-step", "remove");
        Assert.Equal("/account?twoStep=off", off.PathOfLocation());
        using var program = await app.SignInAsync(AccountClient.Email);
        Assert.Contains(app.MailsTo(AccountClient.Email), m => m.Subject == "Two-step sign-in is off for CreamPie");
    }

    [Fact]
    public async Task Api_says_that_a_code_is_needed()
    {
        await using var app = await TestApplication.StartAsync(time: _time);
        using var owner = await app.SignedInByPageAsync();
        var (key, _) = await app.TurnOnTwoStepAsync(owner);
        using var client = app.Anonymous();

        Assert.Equal((HttpStatusCode.Unauthorized, "twoFactorRequired"), await LoginAsync(client, null));
        Assert.Equal((HttpStatusCode.Unauthorized, "twoFactorRefused"), await LoginAsync(client, "000000"));
        Assert.Equal((HttpStatusCode.Unauthorized, "signInRefused"), await LoginAsync(client, app.CodeNow(key, 1), "not the password"));
        Assert.Equal(HttpStatusCode.OK, (await LoginAsync(client, app.CodeNow(key, 1))).Status);
    }

    private static async Task<(HttpStatusCode Status, string? Code)> LoginAsync(
        HttpClient client, string? code, string password = TestApplication.Password)
    {
        using var answer = await client.PostAsJsonAsync("/api/auth/login", new { email = AccountClient.Email, password, code });
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (answer.StatusCode, body.TryGetProperty("code", out var found) ? found.GetString() : null);
    }

    private static async Task<HttpClient> HalfSignedInAsync(TestApplication app)
    {
        var browser = app.Anonymous();
        Assert.StartsWith("/account/sign-in/code", await NextAsync(browser), StringComparison.Ordinal);
        return browser;
    }

    private static async Task<string> NextAsync(HttpClient browser)
    {
        using var answer = await browser.SignInByPageAsync(AccountClient.Email);
        return answer.PathOfLocation();
    }

    private static Task<HttpResponseMessage> EnterAsync(HttpClient browser, string code) =>
        browser.FillInAsync("/account/sign-in/code", ("Input.Code", code));
}
