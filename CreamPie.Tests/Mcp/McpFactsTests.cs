using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Api;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using static CreamPie.Tests.Mcp.Agents;

namespace CreamPie.Tests.Mcp;

/// <summary>What the API says about its numbers, an agent is told as well.</summary>
public sealed class McpFactsTests : IAsyncLifetime
{
    private const string Api = "/api/stock-data/TEST";

    private StockDataServer _server = null!;
    private McpClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await StockDataServer.StartAsync();
        var document = SeedData.NewDocument(1, "TEST");
        document.Sha256 = new string('0', 63) + "1";
        await _server.AddAsync(document);
        await _server.Services.LoadAsync(Captures.Of(
            1, new(2024, 3, 1), [.. Enumerable.Range(0, 40).Select(d => Captures.Bar(d, 100 + d))],
            [CorporateAction.Split(new(2024, 1, 4), 10, 1), CorporateAction.Cash(new(2024, 1, 5), ActionKind.Dividend, 0.25)]));
        await using var db = await _server.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        await db.Stocks.ExecuteUpdateAsync(s => s.SetProperty(x => x.Currency, "USD").SetProperty(x => x.TimeZone, "America/New_York")
            .SetProperty(x => x.Exchange, "NMS").SetProperty(x => x.Name, "Test Inc."));
        var at = new DateTime(2024, 3, 1, 15, 0, 0, DateTimeKind.Utc);
        await _server.AddAsync(new LastQuote
        {
            StockId = (await db.Stocks.SingleAsync()).Id,
            Source = SourceName.YahooChart,
            Price = 140,
            PreviousClose = 139,
            Currency = "USD",
            At = at,
            RequestedAt = at.AddMinutes(1),
        });
        _client = await ConnectAsync(_server.Client(Roles.Analyst));
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    // A last price says how old it is now, not how old it was when the source was asked; who tracks a stock is no fact about its data.
    [InlineData("get_bars", "/bars?interval=1wk&from=2024-01-03&to=2024-02-07", "bars next")]
    [InlineData("get_bars", "/bars?adjust=none&from=2024-02-01", "bars next")]
    [InlineData("get_indicators", "/indicators?ind=sma(2)&interval=1wk&from=2024-01-03&to=2024-02-07", "indicators")]
    [InlineData("get_stock", "", "tracking")]
    [InlineData("get_last_price", "/quote", "delaySeconds")]
    [InlineData("get_provenance", "/bars/2024-01-05/provenance", "")]
    public async Task Answer_leaves_out_no_fact_of_the_api(string tool, string path, string other)
    {
        var query = path.Split('?') is [_, var text] ? text.Split('&').Select(q => q.Split('=')).ToList() : [];
        (string, object)[] arguments =
            [("symbol", "TEST"), .. query.Select(q => (q[0] == "ind" ? "indicators" : q[0], (object)q[1])),
                .. tool == "get_provenance" ? [("date", (object)"2024-01-05")] : Array.Empty<(string, object)>()];

        var told = Facts(await CallAsync(_client, tool, arguments));

        var missing = Facts(await _server.Client().JsonAsync(Api + path)).Where(f => !other.Split(' ').Contains(f.Key))
            .Where(f => told.GetValueOrDefault(f.Key) != f.Value);
        Assert.Empty(missing);
    }

    [Fact]
    public async Task Cut_period_is_told_unless_it_did_not_fit()
    {
        (string, object)[] cut = [("symbol", "TEST"), ("interval", "1wk"), ("from", "2024-01-03"), ("to", "2024-02-07")];

        var all = await CallAsync(_client, "get_bars", cut);
        var newest = await CallAsync(_client, "get_bars", [.. cut, ("limit", 1)]);

        Assert.Equal(("both", "last"), (Json.Text(all, "partial"), Json.Text(newest, "partial")));
        Assert.StartsWith("from and to cut the periods", Json.Text(all, "doubt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Indicators_are_those_of_the_api_wherever_dates_and_limit_cut()
    {
        (string, object)[] dates = [("symbol", "TEST"), ("interval", "1wk"), ("from", "2024-01-03"), ("to", "2024-02-07"), ("limit", 3)];

        var told = await CallAsync(_client, "get_indicators", [.. dates, ("indicators", "sma(2),vwap")]);

        var api = await _server.Client().JsonAsync($"{Api}/indicators?ind=sma(2),vwap&interval=1wk&from=2024-01-03&to=2024-02-07");
        foreach (var at in (int[])[0, 1])
        {
            var expected = api.GetProperty("indicators")[at].GetProperty("columns").GetProperty("value").EnumerateArray().TakeLast(3);
            var values = told.GetProperty("indicators")[at].GetProperty("values").GetProperty("value").EnumerateArray();
            Assert.Equal(expected.Select(v => v.GetDouble()), values.Select(v => v.GetDouble()));
        }
        Assert.Equal(("USD", "DropFolder"), (Json.Text(told, "currency"), Json.Text(told, "source")));
        var daily = await CallAsync(_client, "get_indicators", ("symbol", "TEST"), ("indicators", "sma(2)"));
        Assert.EndsWith("1", Json.Text(daily.GetProperty("newestFrom"), "sha256"), StringComparison.Ordinal);
        Assert.Contains("The stored history ends on", Json.Text(daily, "doubt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Basis_that_is_not_proved_is_told()
    {
        await _server.AddAsync(SeedData.NewDocument(2, "FILE"));
        await _server.Services.LoadAsync(
            Captures.Of(2, new(2024, 3, 1), [Captures.Bar(0, 5)], symbol: "FILE", source: SourceName.Unproved));

        var bars = await CallAsync(_client, "get_bars", ("symbol", "FILE"));

        Assert.StartsWith("not proved", Json.Text(bars, "basis"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Last_price_says_how_old_it_is_now()
    {
        var price = await CallAsync(_client, "get_last_price", ("symbol", "TEST"));

        Assert.True(price.GetProperty("ageSeconds").GetInt64() > 60 * 60 * 24 * 365);
    }

    /// <summary>By name, those of parts too; what is null is no fact.</summary>
    private static Dictionary<string, string> Facts(JsonElement answer) => Members(answer)
        .Where(m => m.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null) && m.Value.GetRawText() != "[]")
        .GroupBy(m => m.Name).ToDictionary(m => m.Key, m => m.First().Value.GetRawText());

    private static IEnumerable<JsonProperty> Members(JsonElement answer) => answer.EnumerateObject()
        .SelectMany(m => m.Value.ValueKind == JsonValueKind.Object ? Members(m.Value).Prepend(m) : [m]);
}
