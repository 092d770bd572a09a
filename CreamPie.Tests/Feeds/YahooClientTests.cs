using System.Globalization;
using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Tests.Api;
using CreamPie.Tests.Clients;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static CreamPie.Tests.Loading.Captures;

namespace CreamPie.Tests.Feeds;

/// <summary>
/// yahoo-finance2, which refuses every answer that is not formed as Yahoo's, reads a feed over real sockets. 3.6.3 is its newest version
/// that Node 20 runs without a warning and whose options take a fetch.
/// </summary>
public sealed class YahooClientTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [Fact]
    public async Task Yahoo_finance2_reads_what_the_api_says()
    {
        await using var server = await WithBarsAsync();
        var read = await ReadAsync(server);

        var json = await server.Client().JsonAsync("/api/stock-data/TEST/bars");
        var bars = json.GetProperty("bars").EnumerateArray().Select(b => RowOf(b, Json.Text(b, "date")!, "adjClose")).ToList();
        Assert.Equal(8, bars.Count);
        Assert.Contains(bars, b => b.Adjusted != b.Close);
        Assert.Equal(bars, RowsOf(read, "quotes", "adjclose"));
        Assert.Equal(bars, RowsOf(read, "history", "adjClose"));
        var weeks = (await server.Client().JsonAsync("/api/stock-data/TEST/bars?interval=1wk")).GetProperty("bars");
        Assert.Equal(
            weeks.EnumerateArray().Select(b => RowOf(b, Json.Text(b, "date")!, "adjClose")), RowsOf(read, "weeks", "adjclose"));
        Assert.Equal(0, read.GetProperty("future").GetArrayLength());
        Assert.Contains("No data found", Json.Text(read, "refused"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Yahoo_finance2_reads_dividends_and_splits()
    {
        await using var server = await WithBarsAsync();
        var read = await ReadAsync(server);

        var actions = (await server.Client().JsonAsync("/api/stock-data/TEST/actions")).GetProperty("items").EnumerateArray().ToList();
        var dividends = actions.Where(a => Json.Text(a, "kind") == "dividend")
            .Select(a => (Json.Text(a, "exDate")!, a.GetProperty("amount").GetDouble())).Order().ToList();
        var splits = actions.Where(a => Json.Text(a, "kind") == "split")
            .Select(a => (Json.Text(a, "exDate")!, a.GetProperty("numerator").GetDouble(), a.GetProperty("denominator").GetDouble()))
            .ToList();
        Assert.Equal((2, 1), (dividends.Count, splits.Count));
        var events = read.GetProperty("events");
        Assert.Equal(
            dividends,
            events.GetProperty("dividends").EnumerateArray().Select(d => (DayOf(d), d.GetProperty("amount").GetDouble())).Order());
        Assert.Equal(
            dividends, Items(read, "dividends").Select(d => (DayOf(d), d.GetProperty("dividends").GetDouble())).Order());
        Assert.Equal(
            splits, events.GetProperty("splits").EnumerateArray().Select(s =>
                (DayOf(s), s.GetProperty("numerator").GetDouble(), s.GetProperty("denominator").GetDouble())));
        Assert.Equal("4:1", Json.Text(Assert.Single(Items(read, "splits")), "stockSplits"));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Yahoo_finance2_reads_a_quote_of_much_or_little(bool known)
    {
        await using var server = await WithBarsAsync(known);
        var read = await ReadAsync(server);

        var quote = read.GetProperty("quote");
        Assert.Equal(
            (104, 103),
            (quote.GetProperty("regularMarketPrice").GetDouble(), quote.GetProperty("regularMarketPreviousClose").GetDouble()));
        Assert.Equal("TEST", Assert.Single(Items(read, "several")).GetString());
        Assert.Equal(known ? "USD" : "", Json.Text(read.GetProperty("meta"), "currency"));
        Assert.Equal(known, quote.TryGetProperty("currency", out _));
    }

    [Theory]
    [InlineData("GC=F", "FUTURE"), InlineData("GBPUSD=X", "CURRENCY"), InlineData("^GSPC", "INDEX"), InlineData("M&M.NS", "EQUITY")]
    [InlineData("BTC-USD", "CRYPTOCURRENCY"), InlineData("BRK-B", "EQUITY"), InlineData("7203.T", "EQUITY")]
    public async Task Yahoo_finance2_reads_every_kind_of_symbol(string symbol, string kind)
    {
        await using var server = await WithBarsAsync(symbol: symbol);

        var read = await ReadAsync(server, symbol);

        var (meta, quote) = (read.GetProperty("meta"), read.GetProperty("quote"));
        Assert.Equal((symbol, kind), (Json.Text(meta, "symbol"), Json.Text(meta, "instrumentType")));
        Assert.Equal((symbol, kind), (Json.Text(quote, "symbol"), Json.Text(quote, "quoteType")));
        Assert.Equal(8, read.GetProperty("quotes").GetArrayLength());
        Assert.Equal(symbol, Assert.Single(Items(read, "several")).GetString());
    }

    /// <summary>Six sessions of New York, then two more; a split of four for one, and two dividends.</summary>
    private static async Task<StockDataServer> WithBarsAsync(bool known = true, string symbol = "TEST")
    {
        var server = await StockDataServer.StartAsync();
        await server.Services.LoadAsync(
            Of(
                1, new(2024, 3, 1),
                [
                    Bar(1, 100, 97.5), Bar(2, 101, 98.5), Bar(3, 102, 99.5), Bar(4, 103, 100.5), Bar(7, 99.125), Bar(8, 101.0625),
                    Bar(9, 103), Bar(10, 104),
                ],
                [
                    CorporateAction.Cash(Monday.AddDays(3), ActionKind.Dividend, 0.25),
                    CorporateAction.Cash(Monday.AddDays(7), ActionKind.Dividend, 0.375),
                    CorporateAction.Split(Monday.AddDays(8), 4, 1),
                ],
                symbol: symbol),
            Of(2, new(2024, 3, 1), [Bar(1, 7)], symbol: "NOT-HERE"));
        if (!known)
            return server;
        await using var db = await server.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        await db.Stocks.ExecuteUpdateAsync(s => s.SetProperty(x => x.Name, "Test & Co.").SetProperty(x => x.Exchange, "NMS")
            .SetProperty(x => x.TimeZone, "America/New_York").SetProperty(x => x.Currency, "USD"));
        return server;
    }

    private static async Task<JsonElement> ReadAsync(StockDataServer server, string symbol = "TEST")
    {
        var (_, link) = await server.Client().AddFeedAsync([symbol]);
        var feed = new Uri(server.Client().BaseAddress!, link).ToString();
        using var node = new NodeFolder("feeds");
        return JsonSerializer.Deserialize<JsonElement>(await node.RunAsync("yahoo.mjs", feed, symbol));
    }

    private static IEnumerable<JsonElement> Items(JsonElement read, string name) => read.GetProperty(name).EnumerateArray();

    private static IEnumerable<Row> RowsOf(JsonElement read, string name, string adjusted) =>
        Items(read, name).Select(q => RowOf(q, DayOf(q), adjusted));

    private static string DayOf(JsonElement item) =>
        TimeZoneInfo.ConvertTime(item.GetProperty("date").GetDateTimeOffset(), NewYork)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Row RowOf(JsonElement bar, string day, string adjusted) => new(
        day, bar.GetProperty("open").GetDouble(), bar.GetProperty("high").GetDouble(), bar.GetProperty("low").GetDouble(),
        bar.GetProperty("close").GetDouble(), bar.GetProperty(adjusted).GetDouble(), bar.GetProperty("volume").GetInt64());

    private sealed record Row(string Day, double Open, double High, double Low, double Close, double Adjusted, long Volume);
}
