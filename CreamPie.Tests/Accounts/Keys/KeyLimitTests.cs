using System.Net;
using System.Net.Http.Json;
using CreamPie.Core.Accounts.Feeds;
using CreamPie.Core.Accounts.Keys;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Accounts.Keys;

/// <summary>How many keys and feeds there can be, how many can be tried, and when they go.</summary>
public sealed class KeyLimitTests
{
    private const string Made = "cpk_0123456789abcdef0123456789abcdef";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));

    [Theory, OnSqlite, OnPostgres]
    public async Task Requests_at_the_same_time_make_no_more_than_the_limit(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        var owner = await app.CallerAsync(TestApplication.AnalystEmail, Roles.Analyst);
        var (keys, feeds) = (app.Services.GetRequiredService<ApiKeys>(), app.Services.GetRequiredService<FeedLinks>());

        var made = await Task.WhenAll(Enumerable.Range(0, ApiKeys.Most + 8)
            .Select(i => Task.Run(() => keys.CreateAsync(owner, $"Key {i}", KeyScopes.Read, null, CancellationToken.None))));
        var linked = await Task.WhenAll(Enumerable.Range(0, FeedLinks.Most + 8)
            .Select(i => Task.Run(() => feeds.CreateAsync(owner, $"Feed {i}", null, null, CancellationToken.None))));

        Assert.Equal(8, made.Count(m => m is KeyResult.Invalid { Field: "count" }));
        Assert.Equal(8, linked.Count(m => m is FeedResult.Invalid { Field: "count" }));
        await using var db = await app.OpenAsync();
        Assert.Equal((ApiKeys.Most, FeedLinks.Most), (await db.ApiKeys.CountAsync(), await db.Feeds.CountAsync()));
    }

    [Fact]
    public async Task Flood_of_made_up_keys_is_limited_by_address_and_keys_at_work_pass()
    {
        await using var app = await StartAsync("Rates:ApiCallsPerMinute");
        using var owner = await app.AnalystAsync();
        var (_, used) = await owner.AddKeyAsync("read");
        var (_, fresh) = await owner.AddKeyAsync("read");
        Assert.Equal(HttpStatusCode.OK, await ReadAsync(used));

        for (var i = 0; i < 4; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(MadeUp(i)));

        Assert.Equal(HttpStatusCode.TooManyRequests, await ReadAsync(MadeUp(4)));
        Assert.Equal(HttpStatusCode.TooManyRequests, await ReadAsync(fresh));
        Assert.Equal(HttpStatusCode.OK, await ReadAsync(used));
        Assert.Equal(HttpStatusCode.OK, await ReadAsync(fresh, "203.0.113.8"));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(MadeUp(6)));

        async Task<HttpStatusCode> ReadAsync(string key, string address = "203.0.113.7")
        {
            using var client = app.From(address);
            client.DefaultRequestHeaders.Add("X-Api-Key", key);
            using var answer = await client.GetAsync("/api/stock-data/symbols");
            return answer.StatusCode;
        }

        static string MadeUp(int number) => Made + number.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Flood_of_made_up_links_is_limited_by_address_and_feeds_at_work_pass()
    {
        await using var app = await StartAsync("Rates:FeedCallsPerMinute");
        using var owner = await app.AnalystAsync();
        var (id, used) = await owner.AddFeedAsync();
        var (_, fresh) = await owner.AddFeedAsync();
        Assert.Equal(HttpStatusCode.OK, await ReadAsync(used));

        for (var i = 0; i < 4; i++)
            Assert.Equal(HttpStatusCode.NotFound, await ReadAsync(MadeUp(i)));

        Assert.Equal(HttpStatusCode.TooManyRequests, await ReadAsync(MadeUp(4)));
        Assert.Equal(HttpStatusCode.TooManyRequests, await ReadAsync(fresh));
        Assert.Equal(HttpStatusCode.OK, await ReadAsync(used));
        Assert.Equal(HttpStatusCode.OK, await ReadAsync(fresh, "203.0.113.8"));
        // One that works no more is asked for once, and made up from then on.
        await owner.DeleteAsync($"{KeyClient.Feeds}/{id}");
        Assert.Equal(HttpStatusCode.NotFound, await ReadAsync(used));
        Assert.Equal(HttpStatusCode.TooManyRequests, await ReadAsync(used));

        async Task<HttpStatusCode> ReadAsync(string link, string address = "203.0.113.7")
        {
            using var client = app.From(address);
            using var answer = await client.GetAsync(link + "/prices.csv");
            return answer.StatusCode;
        }

        static string MadeUp(int number) =>
            "/feeds/0123456789abcdef0123456789abcdef." + number.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Expired_keys_and_feeds_are_listed_for_a_month_and_deleted_then(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider, time: _time);
        var owner = await app.CallerAsync(TestApplication.AnalystEmail, Roles.Analyst);
        var (keys, feeds) = (app.Services.GetRequiredService<ApiKeys>(), app.Services.GetRequiredService<FeedLinks>());
        foreach (var end in new DateTime?[] { _time.GetUtcNow().UtcDateTime.AddDays(1), null })
        {
            await keys.CreateAsync(owner, $"Key {end.HasValue}", KeyScopes.Read, end, CancellationToken.None);
            await feeds.CreateAsync(owner, $"Feed {end.HasValue}", null, end, CancellationToken.None);
        }
        var cleanup = app.Services.GetRequiredService<KeyCleanup>();

        // Without the ticks of thirty days, of which one a day would clean up.
        _time.AdjustTime(_time.GetUtcNow().AddDays(30));
        Assert.Equal(0, await cleanup.DeleteOldAsync(CancellationToken.None));
        _time.AdjustTime(_time.GetUtcNow().AddDays(2));
        Assert.Equal(2, await cleanup.DeleteOldAsync(CancellationToken.None));

        Assert.Equal("Key False", Assert.Single(await keys.ListAsync(owner, CancellationToken.None)).Name);
        Assert.Equal("Feed False", Assert.Single(await feeds.ListAsync(owner, CancellationToken.None)).Name);
    }

    [Fact]
    public async Task Page_says_when_a_key_expired_and_until_when_it_is_listed()
    {
        await using var app = await TestApplication.StartAsync(time: _time);
        using var browser = await app.SignedInByPageAsync();
        using var owner = await app.SignInAsync(AccountClient.Email);
        using var made = await owner.PostAsJsonAsync(
            KeyClient.Keys, new { name = "Old", scopes = new[] { "read" }, expiresAt = "2026-11-23T10:30:00Z" });
        _time.Advance(TimeSpan.FromMinutes(31));
        using var proved = await browser.SignInByPageAsync(AccountClient.Email);

        var page = await browser.GetStringAsync("/account/keys");

        Assert.Contains("expired</span>", page, StringComparison.Ordinal);
        Assert.Contains("expired on 23 Nov 2026 and goes from this list on 23 Dec 2026", page, StringComparison.Ordinal);
    }

    private Task<TestApplication> StartAsync(string limit) => TestApplication.StartAsync(
        settings: new Dictionary<string, string>([Addresses.Trusted]) { [limit] = "5" }, time: _time);
}
