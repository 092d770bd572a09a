using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Versions;
using CreamPie.Core.Storage;
using CreamPie.Tests.Benchmarks;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using CreamPie.Web.Api.Caching;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Api.Caching;

/// <summary>What is kept of bars and actions is what would be read anew, for whoever may read it.</summary>
public sealed class KeptAnswerTests
{
    private const string Api = "/api/stock-data/TEST";

    private static readonly string[] Forms =
    [
        "bars", "bars?format=columns&columns=date,close", "bars?format=csv", "bars?adjust=none", "bars?interval=1mo&from=2023-05-05",
        "bars?limit=7", "bars?limit=7&format=csv", "actions",
    ];

    [PostgresFact]
    public async Task Load_on_another_node_makes_the_answer_stale()
    {
        await using var app = await TestApplication.StartAsync(DatabaseProvider.Postgres);
        await using var other = app.StartSecondNode();
        await app.Services.LoadAsync(LongHistories.Of(1, "TEST", 300));
        using var client = await app.AnalystAsync();
        foreach (var form in Forms)
        {
            using var before = await client.GetAsync($"{Api}/{form}");
            using var again = await client.GetAsync($"{Api}/{form}");
            Assert.Equal(before.Headers.ETag, again.Headers.ETag);
        }
        await other.Services.LoadAsync(Captures.Of(
            2, new(2024, 3, 2), [Captures.Bar(40, 4_321)], [CorporateAction.Cash(new(2024, 2, 10), ActionKind.Dividend, 0.77)]));

        Assert.EndsWith("4321,4321,1040,0.77,0\r\n", await client.GetStringAsync($"{Api}/bars?format=csv"), StringComparison.Ordinal);
        Assert.Contains("4321", await client.GetStringAsync($"{Api}/bars?from=2024-02-01"), StringComparison.Ordinal);
        Assert.Contains("0.77", await client.GetStringAsync($"{Api}/actions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kept_answer_is_the_written_one_in_every_encoding()
    {
        await using var app = await TestApplication.StartAsync();
        await using var without = await TestApplication.StartAsync(settings: new Dictionary<string, string> { ["Cache:Megabytes"] = "0" });
        foreach (var one in new[] { app, without })
            await one.Services.LoadAsync(LongHistories.Of(1, "TEST", 300));
        using var client = await app.AnalystAsync();
        using var writing = await without.AnalystAsync();
        foreach (var form in Forms)
        {
            foreach (var encoding in new[] { "br", "gzip", "identity", "br" })
            {
                var (kept, written) = (await ReadAsync(client, form, encoding), await ReadAsync(writing, form, encoding));
                Assert.Equal(written.Content.Headers.ContentEncoding, kept.Content.Headers.ContentEncoding);
                Assert.Equal(written.Content.Headers.ContentType, kept.Content.Headers.ContentType);
                Assert.Equal(written.Content.Headers.ContentDisposition, kept.Content.Headers.ContentDisposition);
                foreach (var header in new[] { "X-Basis", "X-Partial", "Link", "Vary", "Cache-Control" })
                    Assert.Equal(Values(written, header), Values(kept, header));
                Assert.Equal(kept.Content.Headers.ContentEncoding.Count > 0, kept.Headers.ETag!.IsWeak);
                Assert.Equal(await TextAsync(written), await TextAsync(kept));
            }
        }
    }

    [Fact]
    public async Task Kept_answer_of_a_known_tag_is_not_sent()
    {
        await using var app = await TestApplication.StartAsync();
        await app.Services.LoadAsync(LongHistories.Of(1, "TEST", 300));
        using var client = await app.AnalystAsync();
        foreach (var form in Forms)
        {
            using var first = await ReadAsync(client, form, "br");
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Api}/{form}");
            request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using var second = await client.SendAsync(request);
            Assert.Equal((HttpStatusCode.NotModified, 0L), (second.StatusCode, second.Content.Headers.ContentLength ?? 0));
        }
    }

    [Fact]
    public async Task Kept_answer_is_refused_to_whoever_may_not_read_it()
    {
        await using var app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string> { ["Rates:ApiCallsPerMinute"] = "4" });
        await app.Services.LoadAsync(LongHistories.Of(1, "TEST", 300));
        using var client = await app.AnalystAsync();
        // Two windows' worth: a minute may end in between.
        var statuses = new List<HttpStatusCode>();
        while (statuses.Count < 9 && !statuses.Contains(HttpStatusCode.TooManyRequests))
            statuses.Add((await client.GetAsync($"{Api}/bars")).StatusCode);

        Assert.True(statuses.Count > 4);
        Assert.All(statuses[..^1], status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        using var anonymous = app.Anonymous();
        Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.GetAsync($"{Api}/bars")).StatusCode);
        await Assert.ThrowsAsync<CreamPie.Core.Accounts.AccessDeniedException>(() => app.Services.GetRequiredService<VersionQuery>()
            .SeriesAsync(SeedData.WithoutRole, Symbol.Parse("TEST"), new(), CancellationToken.None));
    }

    [Fact]
    public async Task Feed_and_api_share_what_is_kept()
    {
        await using var app = await TestApplication.StartAsync();
        await app.Services.LoadAsync(LongHistories.Of(1, "TEST", 300));
        using var client = await app.AnalystAsync();
        var (_, link) = await client.AddFeedAsync();
        using var anonymous = app.Anonymous();
        using var csv = await ReadAsync(client, "bars?format=csv", "br");
        var cache = app.Services.GetRequiredService<AnswerCache>();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{link}/TEST.csv");
        request.Headers.AcceptEncoding.ParseAdd("br");

        using var feed = await anonymous.SendAsync(request);

        Assert.Equal(await csv.Content.ReadAsByteArrayAsync(), await feed.Content.ReadAsByteArrayAsync());
        Assert.Equal("TEST.csv", feed.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public async Task Feed_sends_parts_and_heads_of_what_is_kept()
    {
        await using var app = await TestApplication.StartAsync();
        await app.Services.LoadAsync(LongHistories.Of(1, "TEST", 300));
        using var client = await app.AnalystAsync();
        var (_, link) = await client.AddFeedAsync();
        using var anonymous = app.Anonymous();
        anonymous.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        using var whole = await anonymous.GetAsync($"{link}/TEST.csv");
        using var head = await anonymous.SendAsync(new(HttpMethod.Head, $"{link}/TEST.csv"));
        using var part = new HttpRequestMessage(HttpMethod.Get, $"{link}/TEST.csv");
        part.Headers.Range = new RangeHeaderValue(0, 3);

        using var date = await anonymous.SendAsync(part);

        Assert.Equal((HttpStatusCode.PartialContent, "Date"), (date.StatusCode, await date.Content.ReadAsStringAsync()));
        Assert.Equal(
            (whole.Content.Headers.ContentLength, "br"),
            (head.Content.Headers.ContentLength, head.Content.Headers.ContentEncoding.Single()));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    private static async Task<HttpResponseMessage> ReadAsync(HttpClient client, string form, string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Api}/{form}");
        request.Headers.AcceptEncoding.ParseAdd(encoding);
        return await client.SendAsync(request);
    }

    /// <summary>Without the version, which each server has for itself.</summary>
    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        await using var body = await answer.Content.ReadAsStreamAsync();
        await using Stream stream = answer.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(stream);
        return Regex.Replace(await reader.ReadToEndAsync(), @"""version"":\d+", "");
    }

    private static string Values(HttpResponseMessage answer, string header) =>
        answer.Headers.TryGetValues(header, out var values) ? string.Join(',', values) : "";
}
