using System.Net;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Feeds;

/// <summary>The table of prices, for spreadsheets.</summary>
public sealed class FeedPriceTests
{
    private const string Head = "Symbol,Name,Price,Change,Change Percent,Previous Close,Currency,Date,Time,Final\r\n";

    [Theory, OnSqlite, OnPostgres]
    public async Task Price_is_the_last_close_until_a_newer_one_is_known(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        await app.Services.LoadAsync(Captures.Of(1, new(2024, 3, 1), [Captures.Bar(0, 100), Captures.Bar(1, 98)]));
        using var owner = await app.AnalystAsync();
        using var anonymous = app.Anonymous();
        var (_, link) = await owner.AddFeedAsync();
        Assert.Equal($"{Head}TEST,,98,-2,-2,100,,2024-01-02,,true\r\n", await anonymous.GetStringAsync($"{link}/prices.csv"));

        await QuoteAsync(app, 99, new(2024, 1, 2, 15, 0, 0, DateTimeKind.Utc), 100);
        Assert.Contains(",98,-2,", await anonymous.GetStringAsync($"{link}/prices.csv"), StringComparison.Ordinal);
        await QuoteAsync(app, 99.47, new(2024, 1, 3, 15, 0, 0, DateTimeKind.Utc), 98);

        Assert.Equal(
            $"{Head}TEST,,99.47,1.47,1.5,98,USD,2024-01-03,2024-01-03T15:00:00.000Z,false\r\n",
            await anonymous.GetStringAsync($"{link}/prices.csv?symbols=test"));
    }

    [Fact]
    public async Task Name_that_is_a_formula_is_text()
    {
        await using var app = await TestApplication.StartAsync();
        await app.Services.LoadAsync(Captures.Of(1, new(2024, 3, 1), [Captures.Bar(0, 100)]));
        await using (var db = await app.OpenAsync())
            await db.Stocks.ExecuteUpdateAsync(s => s.SetProperty(x => x.Name, "=cmd|' /C calc'!A0,\"x\""));
        using var owner = await app.AnalystAsync();
        var (_, link) = await owner.AddFeedAsync(["TEST", "NOT-HERE"]);

        var csv = await owner.GetStringAsync($"{link}/prices.csv");

        Assert.Equal($"{Head}TEST,\"'=cmd|' /C calc'!A0,\"\"x\"\"\",100,,,,,2024-01-01,,true\r\n", csv);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync($"{link}/prices.csv?symbols=TEST,NOT-HERE")).StatusCode);
    }

    [Fact]
    public async Task More_than_a_thousand_prices_are_refused_and_not_cut()
    {
        await using var app = await TestApplication.StartAsync();
        await using (var db = await app.OpenAsync())
        {
            db.Stocks.AddRange(Enumerable.Range(0, 1_001).Select(i => new Stock { Symbol = $"S{i}", Status = StockStatus.Imported }));
            await db.SaveChangesAsync();
        }
        using var owner = await app.AnalystAsync();
        var (_, link) = await owner.AddFeedAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await owner.GetAsync($"{link}/prices.csv")).StatusCode);
        Assert.Equal($"{Head}S7,,,,,,,,,\r\n", await owner.GetStringAsync($"{link}/prices.csv?symbols=S7"));
    }

    private static async Task QuoteAsync(TestApplication app, double price, DateTime at, double before)
    {
        await using var db = await app.OpenAsync();
        await db.LastQuotes.ExecuteDeleteAsync();
        db.LastQuotes.Add(new LastQuote
        {
            StockId = (await db.Stocks.SingleAsync()).Id,
            Source = SourceName.YahooChart,
            Price = price,
            PreviousClose = before,
            Currency = "USD",
            At = at,
            RequestedAt = at,
        });
        await db.SaveChangesAsync();
    }
}
