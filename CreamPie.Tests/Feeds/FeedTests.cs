using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Api;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Feeds;

/// <summary>The link of a feed: what it gives, to whom, and until when.</summary>
public sealed class FeedTests
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Theory, OnSqlite, OnPostgres]
    public async Task Feed_shows_its_symbols_and_nothing_else_until_it_is_revoked(DatabaseProvider provider)
    {
        await using var app = await WithBarsAsync(provider);
        using var owner = await app.AnalystAsync();
        using var anonymous = app.Anonymous();
        var (id, link) = await owner.AddFeedAsync(["test", "LATER"]);
        Assert.Matches("^/feeds/[0-9a-f]{32}[.][0-9a-f]{64}$", link);

        using var csv = await anonymous.GetAsync($"{link}/TEST.csv");
        Assert.StartsWith(
            "Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits\r\n2024-01-01,99.5,101,99,100,100,1000",
            await csv.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        Assert.Equal(("no-referrer", true), (csv.Headers.GetValues("Referrer-Policy").Single(), csv.Headers.CacheControl!.Private));
        Assert.Equal(
            await owner.GetStringAsync("/api/stock-data/TEST/bars?from=2024-01-02"),
            await anonymous.GetStringAsync($"{link}/test.json?from=2024-01-02"));
        var parquet = await anonymous.GetByteArrayAsync($"{link}/TEST.parquet");
        Assert.Equal("PAR1PAR1"u8, [.. parquet[..4], .. parquet[^4..]]);
        string[] outside = ["OTHER.csv", "OTHER.json", "LATER.csv", "NONE.csv", "..csv", "prices.csv?symbols=TEST,OTHER", "", "x"];
        foreach (var path in outside)
            Assert.Equal(HttpStatusCode.NotFound, (await anonymous.GetAsync($"{link}/{path}")).StatusCode);
        using var revoked = await owner.DeleteAsync($"{KeyClient.Feeds}/{id}");

        using var refused = await anonymous.GetAsync($"{link}/TEST.csv");
        Assert.Equal((HttpStatusCode.NotFound, "unknownFeed"), (refused.StatusCode, await refused.CodeAsync()));
    }

    [Fact]
    public async Task Feed_answers_head_parts_and_known_tags()
    {
        await using var app = await WithBarsAsync();
        using var owner = await app.AnalystAsync();
        using var anonymous = app.Anonymous();
        var (_, link) = await owner.AddFeedAsync();
        foreach (var file in new[] { "TEST.csv", "TEST.json", "prices.csv" })
        {
            using var whole = await anonymous.GetAsync($"{link}/{file}");
            var text = await whole.Content.ReadAsStringAsync();
            using var head = await anonymous.SendAsync(new(HttpMethod.Head, $"{link}/{file}"));
            Assert.Equal((HttpStatusCode.OK, (long?)text.Length), (head.StatusCode, head.Content.Headers.ContentLength));
            Assert.Equal(whole.Headers.ETag, head.Headers.ETag);

            using var known = new HttpRequestMessage(HttpMethod.Get, $"{link}/{file}");
            known.Headers.IfNoneMatch.Add(whole.Headers.ETag!);
            using var part = new HttpRequestMessage(HttpMethod.Get, $"{link}/{file}");
            part.Headers.Range = new RangeHeaderValue(2, 9);
            part.Headers.IfRange = new RangeConditionHeaderValue(whole.Headers.ETag!);
            Assert.Equal(HttpStatusCode.NotModified, (await anonymous.SendAsync(known)).StatusCode);
            using var middle = await anonymous.SendAsync(part);
            Assert.Equal((HttpStatusCode.PartialContent, text[2..10]), (middle.StatusCode, await middle.Content.ReadAsStringAsync()));
        }
    }

    [Fact]
    public async Task Feed_writes_nothing_and_lists_nobody()
    {
        await using var app = await WithBarsAsync();
        using var admin = await app.AdminAsync();
        using var anonymous = app.Anonymous();
        var (_, link) = await admin.AddFeedAsync();
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
            Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.SendAsync(new(method, $"{link}/TEST.csv"))).StatusCode);
        foreach (var path in new[] { "track", "users", "api/users", "symbols", "track.json?symbol=NEW" })
            Assert.Equal(HttpStatusCode.NotFound, (await anonymous.GetAsync($"{link}/{path}")).StatusCode);
        foreach (var (name, value) in new[] { ("Authorization", "Bearer " + link[7..]), ("X-Api-Key", link[7..]) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/stock-data/symbols");
            request.Headers.TryAddWithoutValidation(name, value);
            Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.SendAsync(request)).StatusCode);
        }
    }

    [Theory, OnSqlite("disable"), OnSqlite("require-new-password"), OnSqlite("role"), OnPostgres("disable")]
    public async Task Feed_ends_with_its_owners_access(DatabaseProvider provider, string what)
    {
        await using var app = await WithBarsAsync(provider);
        var user = await app.AddUserAsync(TestApplication.AnalystEmail, Roles.Analyst);
        using var owner = await app.AnalystAsync();
        using var admin = await app.AdminAsync();
        using var anonymous = app.Anonymous();
        var (_, link) = await owner.AddFeedAsync();
        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync($"{link}/TEST.csv")).StatusCode);

        using var changed = what == "role"
            ? await admin.PutAsJsonAsync($"/api/users/{user.Id}/role", new { role = (string?)null })
            : await admin.PostAsync($"/api/users/{user.Id}/{what}", null);

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await anonymous.GetAsync($"{link}/TEST.csv")).StatusCode);
    }

    [Fact]
    public async Task Feed_expires_and_has_a_limit_of_its_own()
    {
        var time = new FakeTimeProvider(Morning);
        await using var app = await WithBarsAsync(
            time: time, settings: new Dictionary<string, string> { ["Rates:FeedCallsPerMinute"] = "2" });
        using var owner = await app.AnalystAsync();
        using var anonymous = app.Anonymous();
        var (_, link) = await owner.AddFeedAsync(expiresAt: "2026-11-23T11:00:00Z");
        var (_, other) = await owner.AddFeedAsync();
        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync($"{link}/TEST.csv")).StatusCode);

        using var beyond = await anonymous.GetAsync($"{link}/TEST.csv");
        Assert.Equal((HttpStatusCode.TooManyRequests, true), (beyond.StatusCode, beyond.Headers.RetryAfter is not null));
        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync($"{other}/TEST.csv")).StatusCode);
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(HttpStatusCode.NotFound, (await anonymous.GetAsync($"{link}/TEST.csv")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync($"{other}/TEST.csv")).StatusCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Link_is_in_no_log_no_trace_and_no_database(DatabaseProvider provider)
    {
        var (log, traces) = (new WholeLog(), new List<string>());
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (traces)
                    traces.Add($"{activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(t => $"{t.Key}={t.Value}"))}");
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = await WithBarsAsync(provider, log: log);
        using var owner = await app.AnalystAsync();
        using var anonymous = app.Anonymous();
        var (_, link) = await owner.AddFeedAsync();
        var secret = link[^64..];

        foreach (var path in new[] { "/TEST.csv", "/TEST.json?from=x", "/prices.csv", "/NONE.csv", "/nothing", "", "/%ZZ" })
            await anonymous.GetAsync(link + path);
        await anonymous.GetAsync(link.ToUpperInvariant() + "/TEST.csv");
        string[] misspelled = [$"/{link}", $"//{link}", $"/feeds/{link[6..]}", $"/feeds%2F{link[7..]}", $"/%2ffeeds%2f{link[7..]}"];
        foreach (var wrong in misspelled)
        {
            using var refused = await anonymous.SendAsync(new(HttpMethod.Get, new Uri($"http://localhost{wrong}/TEST.csv")));
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }

        Assert.Contains("/feeds/-/TEST.csv", log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, log.ToString(), StringComparison.OrdinalIgnoreCase);
        lock (traces)
        {
            Assert.NotEmpty(traces);
            Assert.DoesNotContain(traces, t => t.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
        var dump = await app.DumpAsync();
        Assert.Contains("Sheet", dump, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, dump, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_makes_no_feed_is_refused_with_a_reason()
    {
        await using var app = await TestApplication.StartAsync();
        using var owner = await app.AnalystAsync();
        (object Body, string Code)[] cases =
        [
            (new { }, "invalidName"),
            (new { name = "n", symbols = Array.Empty<string>() }, "invalidSymbols"),
            (new { name = "n", symbols = new[] { "AAPL", "A B" } }, "invalidSymbols"),
            (new { name = "n", symbols = new[] { "AAPL", null } }, "invalidSymbols"),
            (new { name = "n", symbols = Enumerable.Range(0, 501).Select(i => $"S{i}") }, "invalidSymbols"),
            (new { name = "n", expiresAt = "2020-01-01" }, "invalidExpiresAt"),
        ];
        foreach (var (body, code) in cases)
        {
            using var refused = await owner.PostAsJsonAsync(KeyClient.Feeds, body);
            Assert.Equal((HttpStatusCode.BadRequest, code), (refused.StatusCode, await refused.CodeAsync()));
        }
    }

    private static async Task<TestApplication> WithBarsAsync(
        DatabaseProvider provider = DatabaseProvider.Sqlite, TimeProvider? time = null, WholeLog? log = null,
        IReadOnlyDictionary<string, string>? settings = null)
    {
        var app = await TestApplication.StartAsync(provider, settings, time, log: log);
        await app.Services.LoadAsync(
            Captures.Of(1, new(2024, 3, 1), [Captures.Bar(0, 100), Captures.Bar(1, 101), Captures.Bar(2, 102.5)]),
            Captures.Of(2, new(2024, 3, 1), [Captures.Bar(0, 7)], symbol: "OTHER"));
        return app;
    }
}
