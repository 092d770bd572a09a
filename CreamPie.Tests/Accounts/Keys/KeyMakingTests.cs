using System.Net;
using System.Net.Http.Json;
using CreamPie.Core.Accounts.Keys;
using CreamPie.Core.Storage;
using CreamPie.Tests.Api;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Accounts.Keys;

/// <summary>Who gets a key, and what is left of it here.</summary>
public sealed class KeyMakingTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Neither_database_nor_log_has_a_usable_key(DatabaseProvider provider)
    {
        var log = new WholeLog();
        await using var app = await TestApplication.StartAsync(provider, log: log);
        using var owner = await app.AnalystAsync();
        var (id, key) = await owner.AddKeyAsync("read");
        using var program = app.SendingKey(key);
        using var used = await program.GetAsync("/api/stock-data/symbols");
        using var wrong = await program.GetAsync("/api/users/me");
        using var listed = await owner.GetAsync(KeyClient.Keys);
        var secret = key[^64..];

        var dump = await app.DumpAsync();

        Assert.Contains("Script", dump, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, dump, StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(log);
        Assert.DoesNotContain(secret, log.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(app.Mails(), m => m.TextBody!.Contains(secret, StringComparison.Ordinal));
        var text = await listed.Content.ReadAsStringAsync();
        Assert.Contains(id, text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        await using var db = await app.OpenAsync();
        Assert.DoesNotContain((await db.ApiKeys.SingleAsync()).KeyHash, text, StringComparison.Ordinal);
        Assert.True(listed.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Making_and_revoking_is_written_down_and_mailed()
    {
        await using var app = await TestApplication.StartAsync();
        using var owner = await app.AnalystAsync();
        await app.AuditAsync();

        var (id, _) = await owner.AddKeyAsync("track", "read");
        await app.SeeAuditAsync("KeyChange Succeeded Script by analyst@example.org: API key made: read, track; never expires.");
        using var revoked = await owner.DeleteAsync($"{KeyClient.Keys}/{id}");
        await app.SeeAuditAsync("KeyChange Succeeded Script by analyst@example.org: API key revoked.");

        var (feed, _) = await owner.AddFeedAsync();
        using var ended = await owner.DeleteAsync($"{KeyClient.Feeds}/{feed}");

        Assert.Equal(
            [
                "A feed was added to CreamPie", "A feed was revoked for CreamPie", "An API key was added to CreamPie",
                "An API key was revoked for CreamPie",
            ],
            app.MailsTo(TestApplication.AnalystEmail).Select(m => m.Subject).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nobody_makes_a_key_or_feed_ten_minutes_after_the_sign_in()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        await using var app = await TestApplication.StartAsync(time: time);
        using var owner = await app.AnalystAsync();
        var (id, _) = await owner.AddKeyAsync("read");
        var (feed, _) = await owner.AddFeedAsync();
        time.Advance(TimeSpan.FromMinutes(11));

        using var late = await owner.PostAsJsonAsync(KeyClient.Keys, new { name = "Late", scopes = new[] { "read" } });
        using var lateFeed = await owner.PostAsJsonAsync(KeyClient.Feeds, new { name = "Late" });

        Assert.Equal((HttpStatusCode.Forbidden, "proofRequired"), (lateFeed.StatusCode, await lateFeed.CodeAsync()));
        Assert.Equal(HttpStatusCode.NoContent, (await owner.DeleteAsync($"{KeyClient.Feeds}/{feed}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
        Assert.StartsWith("Confirm that it's you", Json.Text(await late.JsonAsync(), "detail"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await owner.DeleteAsync($"{KeyClient.Keys}/{id}")).StatusCode);
    }

    [Fact]
    public async Task Only_an_admin_makes_a_key_of_an_admin_and_nobody_without_a_role()
    {
        await using var app = await TestApplication.StartAsync();
        await app.AddUserAsync("guest@example.org", null);
        using var guest = await app.SignInAsync("guest@example.org");
        using var analyst = await app.AnalystAsync();

        using var admins = await analyst.PostAsJsonAsync(KeyClient.Keys, new { name = "Script", scopes = new[] { "admin" } });
        using var guests = await guest.PostAsJsonAsync(KeyClient.Keys, new { name = "Script", scopes = new[] { "read" } });

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (admins.StatusCode, guests.StatusCode));
        await using var db = await app.OpenAsync();
        Assert.Empty(await db.ApiKeys.ToListAsync());
    }

    [Fact]
    public async Task What_makes_no_key_is_refused_with_a_reason()
    {
        await using var app = await TestApplication.StartAsync();
        using var owner = await app.AnalystAsync();
        string[] read = ["read"];
        (object Body, string Code)[] cases =
        [
            (new { scopes = read }, "invalidName"),
            (new { name = "  ", scopes = read }, "invalidName"),
            (new { name = new string('n', 101), scopes = read }, "invalidName"),
            (new { name = "evil\u202Eeman", scopes = read }, "invalidName"),
            (new { name = "n" }, "invalidScopes"),
            (new { name = "n", scopes = Array.Empty<string>() }, "invalidScopes"),
            (new { name = "n", scopes = new[] { "read", "write" } }, "invalidScopes"),
            (new { name = "n", scopes = new[] { "7" } }, "invalidScopes"),
            (new { name = "n", scopes = read, expiresAt = "tomorrow" }, "invalidExpiresAt"),
            (new { name = "n", scopes = read, expiresAt = "2020-01-01T00:00:00Z" }, "invalidExpiresAt"),
        ];
        foreach (var (body, code) in cases)
        {
            using var refused = await owner.PostAsJsonAsync(KeyClient.Keys, body);
            Assert.Equal((HttpStatusCode.BadRequest, code), (refused.StatusCode, await refused.CodeAsync()));
        }
    }

    [Fact]
    public async Task One_person_has_twenty_keys_at_most()
    {
        await using var app = await TestApplication.StartAsync();
        using var owner = await app.AnalystAsync();
        for (var i = 0; i < ApiKeys.Most; i++)
            await owner.AddKeyAsync("read");
        using var refused = await owner.PostAsJsonAsync(KeyClient.Keys, new { name = "n", scopes = new[] { "read" } });
        Assert.Equal((HttpStatusCode.Conflict, "tooMany"), (refused.StatusCode, await refused.CodeAsync()));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keys_and_feeds_of_others_are_neither_seen_nor_revoked(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var owner = await app.AnalystAsync();
        using var admin = await app.AdminAsync();
        var (key, _) = await owner.AddKeyAsync("read");
        var (feed, link) = await owner.AddFeedAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await admin.DeleteAsync($"{KeyClient.Keys}/{key}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.DeleteAsync($"{KeyClient.Feeds}/{feed}")).StatusCode);
        Assert.Equal("""{"items":[]}""", await admin.GetStringAsync(KeyClient.Keys));
        Assert.Equal("""{"items":[]}""", await admin.GetStringAsync(KeyClient.Feeds));
        using var anonymous = app.Anonymous();
        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync(link + "/prices.csv")).StatusCode);
    }
}
