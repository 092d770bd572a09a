using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using CreamPie.Core.Accounts.Uses;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Api;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Accounts.Keys;

/// <summary>What a program can do with a key, and until when.</summary>
public sealed class ApiKeyTests
{
    private const string Symbols = "/api/stock-data/symbols";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly DateTimeOffset Morning = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Theory, OnSqlite, OnPostgres]
    public async Task Key_reads_in_either_header_until_it_is_revoked(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var owner = await app.AnalystAsync();
        var (id, key) = await owner.AddKeyAsync("read");
        using var program = app.SendingKey(key);
        using var bearer = app.Anonymous();
        bearer.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Assert.Matches("^cpk_[0-9a-f]{96}$", key);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(Symbols)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await bearer.GetAsync(Symbols)).StatusCode);

        using var revoked = await owner.DeleteAsync($"{KeyClient.Keys}/{id}");

        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        using var refused = await program.GetAsync(Symbols);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("invalidKey", await refused.CodeAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await bearer.GetAsync(Symbols)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.DeleteAsync($"{KeyClient.Keys}/{id}")).StatusCode);
    }

    [Theory, OnPostgres]
    public async Task Key_and_feed_revoked_on_one_node_are_refused_by_the_other_at_once(DatabaseProvider provider)
    {
        await using var here = await TestApplication.StartAsync(provider, time: new FakeTimeProvider(Morning));
        await using var there = here.StartSecondNode();
        using var owner = await here.AnalystAsync();
        var (id, key) = await owner.AddKeyAsync("read");
        using var program = there.SendingKey(key);
        var (feed, link) = await owner.AddFeedAsync();
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(Symbols)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(link + "/prices.csv")).StatusCode);

        using var revoked = await owner.DeleteAsync($"{KeyClient.Keys}/{id}");
        using var ended = await owner.DeleteAsync($"{KeyClient.Feeds}/{feed}");

        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync(Symbols)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await program.GetAsync(link + "/prices.csv")).StatusCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Key_is_refused_from_its_last_moment_on(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(Morning);
        await using var app = await TestApplication.StartAsync(provider, time: time);
        using var owner = await app.AnalystAsync();
        using var made = await owner.PostAsJsonAsync(
            KeyClient.Keys, new { name = "Short", scopes = new[] { "read" }, expiresAt = Morning.AddHours(1).ToString("O") });
        using var program = app.SendingKey(Json.Text(await made.JsonAsync(), "key")!);
        time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(Symbols)).StatusCode);

        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync(Symbols)).StatusCode);
    }

    [Theory, OnSqlite("disable", 401), OnSqlite("require-new-password", 401), OnSqlite("role", 403), OnPostgres("disable", 401)]
    public async Task Key_loses_at_once_what_its_owner_loses(DatabaseProvider provider, string what, int status)
    {
        await using var app = await TestApplication.StartAsync(provider);
        var user = await app.AddUserAsync(TestApplication.AnalystEmail, Roles.Analyst);
        using var owner = await app.AnalystAsync();
        using var admin = await app.AdminAsync();
        using var program = await app.WithKeyAsync(owner, "read", "track");
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(Symbols)).StatusCode);

        using var changed = what == "role"
            ? await admin.PutAsJsonAsync($"/api/users/{user.Id}/role", new { role = (string?)null })
            : await admin.PostAsync($"/api/users/{user.Id}/{what}", null);

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal(status, (int)(await program.GetAsync(Symbols)).StatusCode);
        using var track = await program.PostAsJsonAsync("/api/stock-data/track", new { symbol = "AAA" });
        Assert.Equal(status, (int)track.StatusCode);
    }

    [Fact]
    public async Task Admins_key_administers_only_while_its_owner_is_one()
    {
        await using var app = await TestApplication.StartAsync();
        var user = await app.AddUserAsync("second@example.org", Roles.Admin);
        using var owner = await app.SignInAsync("second@example.org");
        using var admin = await app.AdminAsync();
        using var program = await app.WithKeyAsync(owner, "read", "admin");
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/users")).StatusCode);

        using var changed = await admin.PutAsJsonAsync($"/api/users/{user.Id}/role", new { role = Roles.Analyst });

        Assert.Equal(HttpStatusCode.Forbidden, (await program.GetAsync("/api/users")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(Symbols)).StatusCode);
    }

    [Fact]
    public async Task Reading_key_of_an_admin_sees_what_an_analyst_sees()
    {
        await using var app = await TestApplication.StartAsync();
        using var analyst = await app.AnalystAsync();
        using var admin = await app.AdminAsync();
        using var tracked = await analyst.PostAsJsonAsync("/api/stock-data/track", new { symbol = "AAA" });
        using var program = await app.WithKeyAsync(admin, "read");
        Assert.Contains(TestApplication.AnalystEmail, await admin.GetStringAsync("/api/stock-data/AAA"), StringComparison.Ordinal);

        var seen = await program.GetStringAsync("/api/stock-data/AAA");

        Assert.DoesNotContain(TestApplication.AnalystEmail, seen, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await program.GetAsync("/api/stock-data/track")).StatusCode);
    }

    [Fact]
    public async Task Tracking_key_tracks_and_untracks_and_an_admins_refreshes()
    {
        await using var app = await TestApplication.StartAsync();
        using var analyst = await app.AnalystAsync();
        using var admin = await app.AdminAsync();
        using var tracks = await app.WithKeyAsync(analyst, "track");
        using var refreshes = await app.WithKeyAsync(admin, "track");

        using var tracked = await tracks.PostAsJsonAsync("/api/stock-data/track", new { symbol = "AAA" });
        using var refreshed = await refreshes.PostAsync("/api/stock-data/AAA/refresh", null);
        using var forbidden = await tracks.PostAsync("/api/stock-data/AAA/refresh", null);
        using var untracked = await tracks.DeleteAsync("/api/stock-data/tracked/AAA");

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.Forbidden, HttpStatusCode.NoContent),
            (tracked.StatusCode, refreshed.StatusCode, forbidden.StatusCode, untracked.StatusCode));
        Assert.Contains(await app.AuditAsync(), e => e == "Tracking Succeeded AAA by analyst@example.org: Tracked. API key: Script.");
    }

    [Fact]
    public async Task Key_counts_for_nothing_in_the_address_or_beside_a_cookie()
    {
        await using var app = await TestApplication.StartAsync();
        using var browser = await app.SignedInByPageAsync();
        using var owner = await app.SignInAsync(AccountClient.Email);
        var (_, key) = await owner.AddKeyAsync("read");
        using var anonymous = app.Anonymous();

        foreach (var name in new[] { "api_key", "apikey", "access_token", "X-Api-Key", "key" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.GetAsync($"{Symbols}?{name}={key}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Symbols)).StatusCode);
        browser.DefaultRequestHeaders.Add("X-Api-Key", key);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/api/users/me")).StatusCode);
        browser.DefaultRequestHeaders.Remove("X-Api-Key");
        browser.DefaultRequestHeaders.Add("X-Api-Key", key[..^1] + (key[^1] == '0' ? '1' : '0'));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync(Symbols)).StatusCode);
    }

    [Fact]
    public async Task Each_key_has_a_limit_of_its_own()
    {
        await using var app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string> { ["Rates:ApiCallsPerMinute"] = "3" }, time: new FakeTimeProvider(Morning));
        using var owner = await app.AnalystAsync();
        using var one = await app.WithKeyAsync(owner, "read");
        using var other = await app.WithKeyAsync(owner, "read");
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await one.GetAsync(Symbols)).StatusCode);

        using var refused = await one.GetAsync(Symbols);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(Symbols)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync(Symbols)).StatusCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Use_is_noted_once_a_minute(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(Morning);
        await using var app = await TestApplication.StartAsync(provider, time: time);
        using var owner = await app.AnalystAsync();
        using var program = await app.WithKeyAsync(owner, "read");
        Assert.Null(await UsedAsync());

        using var first = await program.GetAsync(Symbols);
        time.Advance(TimeSpan.FromSeconds(50));
        using var second = await program.GetAsync(Symbols);
        Assert.Equal(Morning.UtcDateTime, await UsedAsync());
        time.Advance(TimeSpan.FromSeconds(10));
        using var third = await program.GetAsync(Symbols);
        Assert.Equal(Morning.UtcDateTime.AddMinutes(1), await UsedAsync());

        async Task<DateTime?> UsedAsync()
        {
            await app.Services.GetRequiredService<UseNotes>().DoneAsync();
            await using var db = await app.OpenAsync();
            return (await db.ApiKeys.SingleAsync()).LastUsedAt;
        }
    }

    [Fact]
    public async Task Reads_wait_for_no_writer_to_note_a_use()
    {
        await using var app = await TestApplication.StartAsync();
        using var owner = await app.AnalystAsync();
        var (_, key) = await owner.AddKeyAsync("read");
        using var program = app.SendingKey(key);
        var (_, link) = await owner.AddFeedAsync();
        using var stranger = app.Anonymous();
        var notes = app.Services.GetRequiredService<UseNotes>();
        await notes.DoneAsync();
        await using (var busy = await app.OpenAsync())
        await using (await busy.Database.BeginTransactionAsync())
        {
            Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(Symbols).WaitAsync(Patience)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync(link + "/prices.csv").WaitAsync(Patience)).StatusCode);
            Assert.False(await busy.ApiKeys.AnyAsync(k => k.LastUsedAt != null) || await busy.Feeds.AnyAsync(f => f.LastUsedAt != null));
        }

        await notes.DoneAsync();

        await using var db = await app.OpenAsync();
        Assert.True(await db.ApiKeys.AllAsync(k => k.LastUsedAt != null) && await db.Feeds.AllAsync(f => f.LastUsedAt != null));
    }
}
