using System.Net;
using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using Microsoft.Extensions.DependencyInjection;
using static CreamPie.Tests.Api.Json;

namespace CreamPie.Tests.Api;

public sealed class StockDataApiTests
{
    private const string Api = "/api/stock-data";

    [Fact]
    public async Task Series_keeps_its_documented_shape()
    {
        await using var server = await WithBarsAsync();

        var series = await server.Client().JsonAsync($"{Api}/test/bars");

        Assert.Equal(
            ["symbol", "source", "currency", "timezone", "interval", "adjust",
                "asOf", "version", "completeness", "derived", "bars", "next"],
            series.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            ("TEST", "DropFolder", "1d", "splits"),
            (Text(series, "symbol"), Text(series, "source"), Text(series, "interval"), Text(series, "adjust")));
        Assert.Equal(
            """{"date":"2024-01-01","open":99.5,"high":101,"low":99,"close":100,"adjClose":100,"volume":1000,"final":true,"""
            + "\"divCash\":0,\"splitFactor\":1}",
            series.GetProperty("bars")[0].GetRawText());
        Assert.Equal(JsonValueKind.Null, series.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task Quote_keeps_its_documented_shape_or_states_why_none_exists()
    {
        await using var server = await WithBarsAsync();

        var quote = await server.Client().JsonAsync($"{Api}/test/quote");

        Assert.Equal(
            ["symbol", "price", "previousClose", "change", "currency", "at", "day",
                "askedAt", "delaySeconds", "source", "state", "reason", "message"],
            quote.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("TEST", "Pending"), (Text(quote, "symbol"), Text(quote, "reason")));
        Assert.Equal(
            (JsonValueKind.Null, JsonValueKind.Null), (quote.GetProperty("price").ValueKind, quote.GetProperty("askedAt").ValueKind));
        Assert.Contains("not pulled", Text(quote, "message"), StringComparison.Ordinal);
        Assert.Equal("unknownSymbol", await (await server.Client().GetAsync($"{Api}/NONE/quote")).CodeAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client(null).GetAsync($"{Api}/test/quote")).StatusCode);
    }

    [Theory]
    [InlineData("from=2024-02-30", "invalidFrom")]
    [InlineData("to=yesterday", "invalidTo")]
    [InlineData("from=2024-02-02&to=2024-02-01", "invalidRange")]
    [InlineData("interval=2d", "invalidInterval")]
    [InlineData("adjust=1", "invalidAdjust")]
    [InlineData("source=nowhere", "invalidSource")]
    [InlineData("limit=-1", "invalidLimit")]
    [InlineData("limit=50001", "invalidLimit")]
    [InlineData("interval=auto&max=0", "invalidMax")]
    [InlineData("cursor=abc", "invalidCursor")]
    [InlineData("format=columns&columns=date,median", "invalidColumns")]
    [InlineData("columns=date", "invalidColumns")]
    [InlineData("format=xml", "invalidFormat")]
    [InlineData("from=2024-01-01&from=2024-01-02", "invalidFrom")]
    [InlineData("asOf=2024-01-01", "notSupported")]
    public async Task Invalid_value_is_answered_with_the_valid_ones(string query, string code)
    {
        await using var server = await WithBarsAsync();

        var response = await server.Client().GetAsync($"{Api}/TEST/bars?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, await response.CodeAsync());
    }

    [Fact]
    public async Task Malformed_and_unknown_symbols_get_different_answers()
    {
        await using var server = await WithBarsAsync();
        using var client = server.Client();
        foreach (var path in (string[])["", "/bars", "/actions", "/attempts", "/bars/2024-01-01/provenance"])
        {
            var malformed = await client.GetAsync($"{Api}/A..B{path}");
            var unknown = await client.GetAsync($"{Api}/%5EGSPC{path}");
            Assert.Equal((HttpStatusCode.BadRequest, "invalidSymbol"), (malformed.StatusCode, await malformed.CodeAsync()));
            Assert.Equal((HttpStatusCode.NotFound, "unknownSymbol"), (unknown.StatusCode, await unknown.CodeAsync()));
        }
        Assert.Equal("unknownBar", await (await client.GetAsync($"{Api}/TEST/bars/2024-01-15/provenance")).CodeAsync());
        Assert.Equal("invalidDate", await (await client.GetAsync($"{Api}/TEST/bars/today/provenance")).CodeAsync());
    }

    [Theory]
    [InlineData("BRK-B")]
    [InlineData("GBPUSD=X")]
    [InlineData("7203.T")]
    [InlineData("%5EGSPC")]
    [InlineData("TRACK")]
    public async Task Every_valid_symbol_is_reachable_by_its_path(string symbol)
    {
        await using var server = await StockDataServer.StartAsync();
        await server.AddAsync(SeedData.Tracked(Uri.UnescapeDataString(symbol)));

        var series = await server.Client().JsonAsync($"{Api}/{symbol}/bars");

        Assert.Equal(("Pending", 0), (Text(series, "reason"), series.GetProperty("bars").GetArrayLength()));
    }

    [Fact]
    public async Task Column_format_holds_the_same_bars()
    {
        await using var server = await WithBarsAsync();

        var series = await server.Client().JsonAsync($"{Api}/TEST/bars?format=columns");

        Assert.False(series.TryGetProperty("bars", out _));
        Assert.Equal("[100,101,102]", series.GetProperty("columns").GetProperty("close").GetRawText());
        Assert.Equal("[\"2024-01-01\",\"2024-01-02\",\"2024-01-03\"]", series.GetProperty("columns").GetProperty("date").GetRawText());
    }

    [Fact]
    public async Task Column_format_holds_only_the_columns_that_are_asked_for()
    {
        await using var server = await WithBarsAsync();

        var series = await server.Client().JsonAsync($"{Api}/TEST/bars?format=columns&columns=date,Close,close");

        Assert.Equal(["date", "close"], series.GetProperty("columns").EnumerateObject().Select(column => column.Name));
    }

    [Fact]
    public async Task Following_next_yields_every_bar_once_in_the_automatic_interval()
    {
        await using var server = await StockDataServer.StartAsync();
        await server.Services.LoadAsync(
            Captures.Of(1, new(2024, 3, 1), [.. Enumerable.Range(0, 35).Select(d => Captures.Bar(d, 100 + d))]));
        using var client = server.Client();
        var dates = new List<string?>();
        for (var path = $"{Api}/TEST/bars?interval=auto&max=10&limit=2"; path is not null;)
        {
            var page = await client.JsonAsync(path);
            Assert.Equal("1wk", Text(page, "interval"));
            dates.AddRange(page.GetProperty("bars").EnumerateArray().Select(b => Text(b, "date")));
            path = Text(page, "next");
        }

        Assert.Equal(["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22", "2024-01-29"], dates);
    }

    [Theory]
    [InlineData("GET", "/track")]
    [InlineData("GET", "/documents")]
    [InlineData("POST", "/TEST/refresh")]
    [InlineData("POST", "/import")]
    [InlineData("POST", "/documents/1/retry")]
    public async Task Admin_endpoints_refuse_analysts_and_anonymous_callers(string method, string path)
    {
        await using var server = await WithBarsAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await server.Client(Roles.Analyst).SendAsync(new(new(method), Api + path))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client(null).SendAsync(new(new(method), Api + path))).StatusCode);
    }

    [Theory]
    [InlineData("/symbols")]
    [InlineData("/TEST")]
    [InlineData("/TEST/bars")]
    [InlineData("/documents/1/raw")]
    public async Task Every_endpoint_refuses_anonymous_callers(string path)
    {
        await using var server = await WithBarsAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client(null).GetAsync(Api + path)).StatusCode);
    }

    [Fact]
    public async Task Enum_values_are_written_as_documented()
    {
        await using var server = await StockDataServer.StartAsync();
        await server.Services.LoadAsync(Captures.Of(
            1, new(2024, 3, 1), [Captures.Bar(0, 100)],
            [CorporateAction.Cash(new(2024, 1, 5), ActionKind.CapitalGain, 0.25), CorporateAction.Split(new(2024, 1, 4), 10, 1)]));

        var actions = (await server.Client().JsonAsync($"{Api}/TEST/actions")).GetProperty("items");

        Assert.Equal(
            """{"exDate":"2024-01-04","kind":"split","amount":null,"numerator":10,"denominator":1,"exact":true}""",
            actions[0].GetRawText());
        Assert.Equal("capitalGain", Text(actions[1], "kind"));
        Assert.Equal("imported", Text(await server.Client().JsonAsync($"{Api}/TEST"), "status"));
    }

    internal static async Task<StockDataServer> WithBarsAsync()
    {
        var server = await StockDataServer.StartAsync();
        await server.Services.LoadAsync(
            Captures.Of(1, new(2024, 3, 1), [Captures.Bar(0, 100), Captures.Bar(1, 101), Captures.Bar(2, 102)]));
        return server;
    }
}
