using System.Globalization;
using System.Net;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Yahoo.Chart;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Api;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using static CreamPie.Tests.Loading.Captures;

namespace CreamPie.Tests.Feeds;

/// <summary>A feed as programs read it that know Yahoo's addresses.</summary>
public sealed class FeedYahooTests
{
    private const string Whole = "?range=max&interval=1d&events=div%7Csplit%7CcapitalGains&includeAdjustedClose=true";

    [Fact]
    public async Task Our_own_reader_of_charts_reads_the_feed_back()
    {
        await using var app = await WithBarsAsync();
        using var owner = await app.AnalystAsync();
        var (_, link) = await owner.AddFeedAsync(["TEST"]);

        var bytes = await owner.GetByteArrayAsync($"{link}/v8/finance/chart/TEST{Whole}");
        var read = Assert.IsType<ParseResult.Parsed>(
            ChartResponse.Parse(new ParseInput(bytes, Symbol.Parse("TEST"), FromNetwork: true, "application/json"))).Document;

        var bars = (await owner.JsonAsync("/api/stock-data/TEST/bars")).GetProperty("bars").EnumerateArray().Select(b => (
            DateOnly.ParseExact(Json.Text(b, "date")!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            b.GetProperty("open").GetDouble(), b.GetProperty("high").GetDouble(), b.GetProperty("low").GetDouble(),
            b.GetProperty("close").GetDouble(), b.GetProperty("adjClose").GetDouble(), b.GetProperty("volume").GetInt64()));
        Assert.Equal(
            bars,
            read.Rows.Select(r => r.Bar).Select(b =>
                (b.Date, b.Open!.Value, b.High!.Value, b.Low!.Value, b.Close, b.AdjClose!.Value, b.Volume!.Value)));
        var dividend = Assert.Single(read.Actions);
        Assert.Equal((ActionKind.Dividend, Monday.AddDays(3), 0.25), (dividend.Kind, dividend.ExDate, dividend.Amount));
        Assert.Empty(read.Errors);
        Assert.Equal(("TEST", "USD", "America/New_York"), (read.Listing.Symbol, read.Listing.Currency, read.Listing.TimeZone));
    }

    [Fact]
    public async Task Chart_is_cut_by_instants_ranges_and_intervals()
    {
        await using var app = await WithBarsAsync();
        using var owner = await app.AnalystAsync();
        var (_, link) = await owner.AddFeedAsync();
        var chart = $"{link}/v8/finance/chart/TEST";
        // The third of January 2024 in New York begins at 05:00 UTC, its session at 14:30.
        var third = new DateTimeOffset(2024, 1, 3, 5, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

        Assert.Equal([101d, 102], await ClosesAsync(owner, $"{chart}?period1={third}&period2={third + 2 * 86_400}"));
        Assert.Equal([103d, 104], await ClosesAsync(owner, $"{chart}?period1={third + 2 * 86_400}&period2=99999999999"));
        Assert.Equal([104d], await ClosesAsync(owner, $"{chart}?range=1d"));
        Assert.Equal([103d, 104], await ClosesAsync(owner, $"{chart}?range=max&interval=1wk"));
        foreach (var refused in new[] { "?interval=1m", "?range=7y", "?period1=x", "?period1=9&period2=9" })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await owner.GetAsync(chart + refused)).StatusCode);
        using var unknown = await owner.GetAsync($"{link}/v8/finance/chart/NONE");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("Not Found", Json.Text((await unknown.JsonAsync()).GetProperty("chart").GetProperty("error"), "code"));
    }

    [Fact]
    public async Task Quotes_leave_out_what_the_feed_does_not_hold()
    {
        await using var app = await WithBarsAsync();
        using var owner = await app.AnalystAsync();
        var (_, link) = await owner.AddFeedAsync(["TEST"]);

        var quotes = (await owner.JsonAsync($"{link}/v7/finance/quote?symbols=test,OTHER")).GetProperty("quoteResponse");

        var quote = Assert.Single(quotes.GetProperty("result").EnumerateArray());
        Assert.Equal(
            ("TEST", 104, 103),
            (Json.Text(quote, "symbol"), quote.GetProperty("regularMarketPrice").GetDouble(),
                quote.GetProperty("regularMarketPreviousClose").GetDouble()));
    }

    [Theory]
    [InlineData(14, 29, "CLOSED"), InlineData(14, 30, "REGULAR"), InlineData(20, 59, "REGULAR"), InlineData(21, 0, "CLOSED")]
    public async Task Quote_says_whether_the_market_is_open(int hour, int minute, string state)
    {
        await using var app = await WithBarsAsync(new FakeTimeProvider(new(2024, 1, 9, hour, minute, 0, TimeSpan.Zero)));
        using var owner = await app.AnalystAsync();
        var (_, link) = await owner.AddFeedAsync();

        var quotes = (await owner.JsonAsync($"{link}/v7/finance/quote?symbols=TEST")).GetProperty("quoteResponse").GetProperty("result");

        Assert.Equal((state, "NMS"), (Json.Text(quotes[0], "marketState"), Json.Text(quotes[0], "exchange")));
        // The close of Monday the eighth: 16:00 in New York.
        Assert.Equal(
            new DateTimeOffset(2024, 1, 8, 21, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(),
            quotes[0].GetProperty("regularMarketTime").GetInt64());
    }

    [Fact]
    public async Task Stock_without_a_price_has_no_chart_in_yahoos_words()
    {
        await using var app = await TestApplication.StartAsync();
        await using (var db = await app.OpenAsync())
        {
            db.Stocks.Add(new Stock { Symbol = "NEW", Status = StockStatus.Imported });
            await db.SaveChangesAsync();
        }
        using var owner = await app.AnalystAsync();
        var (_, link) = await owner.AddFeedAsync();

        using var answer = await owner.GetAsync($"{link}/v8/finance/chart/NEW");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("Not Found", Json.Text((await answer.JsonAsync()).GetProperty("chart").GetProperty("error"), "code"));
    }

    private static async Task<IEnumerable<double>> ClosesAsync(HttpClient client, string path) =>
        [.. (await client.JsonAsync(path)).GetProperty("chart").GetProperty("result")[0].GetProperty("indicators").GetProperty("quote")[0]
            .GetProperty("close").EnumerateArray().Select(c => c.GetDouble())];

    /// <summary>Tuesday to Friday, and the Monday after; a dividend on Thursday.</summary>
    private static async Task<TestApplication> WithBarsAsync(TimeProvider? time = null)
    {
        var app = await TestApplication.StartAsync(time: time);
        await app.Services.LoadAsync(Of(
            1, new(2024, 3, 1), [Bar(1, 100), Bar(2, 101), Bar(3, 102), Bar(4, 103), Bar(7, 104)],
            [CorporateAction.Cash(Monday.AddDays(3), ActionKind.Dividend, 0.25)]));
        await using var db = await app.OpenAsync();
        await db.Stocks.ExecuteUpdateAsync(s => s
            .SetProperty(x => x.Exchange, "NMS").SetProperty(x => x.TimeZone, "America/New_York").SetProperty(x => x.Currency, "USD"));
        return app;
    }
}
