using System.Net;
using System.Net.Http.Json;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Api.Json;

namespace CreamPie.Tests.Api.Contract;

/// <summary>The API refuses what it does not know, and says what it knows instead.</summary>
public sealed class StrictApiTests
{
    private const string Bars = "/api/stock-data/TEST/bars";

    [Theory]
    [InlineData(Bars + "?start=2024-01-01", "from")]
    [InlineData(Bars + "?intervall=1wk", "interval")]
    [InlineData("/api/stock-data/TEST/indicators?name=sma&perod=3", "period")]
    [InlineData("/api/stock-data/symbols?q=apple", "query")]
    public async Task Unknown_parameter_is_refused_with_the_nearest_known_one(string path, string nearest)
    {
        await using var server = await StockDataApiTests.WithBarsAsync();

        using var refused = await server.Client().GetAsync(path);

        var problem = await refused.JsonAsync();
        Assert.Equal((HttpStatusCode.BadRequest, "unknownParameter"), (refused.StatusCode, Text(problem, "code")));
        Assert.Contains($"Did you mean {nearest}?", Text(problem, "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HEAD_answers_wherever_GET_does_without_a_body()
    {
        await using var server = await StockDataApiTests.WithBarsAsync();
        var contract = (await ContractRun.StartAsync(server)).Contract;

        foreach (var operation in contract.Operations.Where(o => o.Method == "GET"))
        {
            var path = operation.Path.Replace("documents/{id}", "documents/1", StringComparison.Ordinal)
                .Replace("{id}", Guid.Empty.ToString(), StringComparison.Ordinal).Replace('{', 'x').Replace('}', 'x');
            using var answer = await server.Client(null).SendAsync(new(HttpMethod.Head, path));
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"HEAD {operation.Path} answered {answer.StatusCode}.");
        }
        using var bars = await server.Client().SendAsync(new(HttpMethod.Head, Bars));
        Assert.Equal(HttpStatusCode.OK, bars.StatusCode);
        Assert.NotNull(bars.Headers.ETag);
        Assert.Empty(await bars.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("", "text/csv", "text/csv")]
    [InlineData("", "text/csv;q=0.5,application/json", "application/json")]
    [InlineData("", "text/html,*/*;q=0.8", "application/json")]
    [InlineData("?format=json", "text/csv", "application/json")]
    [InlineData("?format=csv", "image/png", "text/csv")]
    public async Task Accept_chooses_the_format_unless_the_query_does(string query, string accept, string expected)
    {
        await using var server = await StockDataApiTests.WithBarsAsync();

        using var answer = await SendAsync(server, Bars + query, ("Accept", accept));

        Assert.Equal(expected, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["Accept", "Accept-Encoding"], answer.Headers.Vary.Order());
    }

    [Fact]
    public async Task Unacceptable_format_is_answered_with_the_available_ones()
    {
        await using var server = await StockDataApiTests.WithBarsAsync();

        using var answer = await SendAsync(server, Bars, ("Accept", "application/xml"));

        Assert.Equal(HttpStatusCode.NotAcceptable, answer.StatusCode);
        Assert.Contains("application/json, text/csv", Text(await answer.JsonAsync(), "detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Long_answer_is_compressed_and_its_tag_still_answers_304(string encoding)
    {
        await using var server = await StockDataServer.StartAsync();
        await server.Services.LoadAsync(
            Captures.Of(1, new(2024, 3, 1), [.. Enumerable.Range(0, 50).Select(d => Captures.Bar(d, 100 + d))]));

        foreach (var path in (string[])[Bars, Bars + "?format=csv", "/api/stock-data/TEST/indicators?name=sma&period=3"])
        {
            using var answer = await SendAsync(server, path, ("Accept-Encoding", encoding));
            Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
            Assert.True(answer.Headers.ETag!.IsWeak);
            using var again = await SendAsync(
                server, path, ("Accept-Encoding", encoding), ("If-None-Match", answer.Headers.ETag.ToString()));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        }
    }

    [Fact]
    public async Task CSV_and_JSON_of_one_address_have_different_tags()
    {
        await using var server = await StockDataApiTests.WithBarsAsync();

        using var json = await SendAsync(server, Bars);
        using var csv = await SendAsync(server, Bars, ("Accept", "text/csv"));

        Assert.NotEqual(json.Headers.ETag, csv.Headers.ETag);
    }

    [Fact]
    public async Task Answer_with_a_secret_is_never_compressed()
    {
        await using var server = await StockDataServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/login")
        {
            Content = JsonContent.Create(new { email = TestApplication.AnalystEmail, password = TestApplication.Password }),
        };
        request.Headers.Add("Accept-Encoding", "br, gzip");

        using var answer = await server.Client(null).SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("from=2024-01-03&to=2024-02-08", "both", "2024-01-03")]
    [InlineData("from=2024-01-03&to=2024-02-08&limit=2", "first", "2024-01-03")]
    [InlineData("to=2024-02-08", "last", "2024-01-01")]
    [InlineData("from=2024-01-08&to=2024-02-11", null, "2024-01-08")]
    public async Task Period_that_the_dates_cut_says_so(string dates, string? expected, string first)
    {
        await using var server = await StockDataServer.StartAsync();
        await server.Services.LoadAsync(
            Captures.Of(1, new(2024, 3, 1), [.. Enumerable.Range(0, 50).Select(d => Captures.Bar(d, 100 + d))]));

        var series = await server.Client(Roles.Analyst).JsonAsync($"{Bars}?interval=1wk&{dates}");

        Assert.Equal(expected, series.TryGetProperty("partial", out var partial) ? partial.GetString() : null);
        Assert.Equal(first, Text(series.GetProperty("bars")[0], "date"));
    }

    private static async Task<HttpResponseMessage> SendAsync(
        StockDataServer server, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await server.Client().SendAsync(request);
    }
}
