using CreamPie.Core.Loading;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables.Series;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Loading.Listings;

/// <summary>Two companies that have had the ticker S: Sprint to 20 May 2024, SentinelOne from 5 November 2026.</summary>
internal static class Companies
{
    public const string Sprint = "Sprint Corporation";
    public const string SentinelOne = "SentinelOne, Inc.";

    public static readonly DateOnly SprintEnds = new(2024, 5, 20);
    public static readonly DateOnly SentinelOneBegins = new(2026, 11, 5);

    /// <summary>Sprint's last 40 days.</summary>
    public static LoadRequest OfSprint(int id) =>
        Of(id, SprintEnds.AddDays(-39), 40, 6, Sprint, new DateOnly(1984, 11, 23)) with { IsPartial = true };

    /// <summary>The whole history of SentinelOne.</summary>
    public static LoadRequest OfSentinelOne(int id) => Of(id, SentinelOneBegins, 20, 20, SentinelOne, SentinelOneBegins);

    /// <summary>Its last five days only.</summary>
    public static LoadRequest LastOfSentinelOne(int id) =>
        Of(id, SentinelOneBegins.AddDays(14), 5, 34, SentinelOne, SentinelOneBegins) with { IsPartial = true };

    /// <param name="close">Of the first day; each day it rises by 1.</param>
    public static LoadRequest Of(
        int id, DateOnly first, int days, double close, string? name, DateOnly? firstTradeDate = null, string symbol = "S")
    {
        var bars = Enumerable.Range(0, days)
            .Select(i => new DailyBar(first.AddDays(i), close + i, close + i, close + i, close + i, close + i, 1_000, Final: true))
            .ToList();
        var request = Captures.Of(id, first.AddDays(days), bars, symbol: symbol);
        return request with
        {
            Document = request.Document with { Listing = new Listing(symbol, name, FirstTradeDate: firstTradeDate) },
        };
    }

    /// <summary>Whose bars stand under which symbol, and by which documents.</summary>
    public static async Task<string> SeriesAsync(TestDatabase database)
    {
        await using var db = database.Open();
        var lines = new List<string>();
        foreach (var stock in await db.Stocks.OrderBy(s => s.Symbol).ToListAsync())
        {
            var closes = await db.DailyBars.Where(b => b.StockId == stock.Id).OrderBy(b => b.Date).Select(b => b.Close).ToListAsync();
            var documents = await db.LoadLedger.Where(e => e.StockId == stock.Id).OrderBy(e => e.DocumentId).Select(e => e.DocumentId)
                .ToListAsync();
            lines.Add(
                $"{stock.Symbol} {stock.FormerSymbol} {stock.Name} {stock.FirstSession:O} {stock.LastSession:O} {stock.LastClose}: "
                + $"{closes.Count} bars, {closes.FirstOrDefault()} to {closes.LastOrDefault()}, of {string.Join(',', documents)}");
        }
        return string.Join('\n', lines);
    }

    /// <summary>Open findings about whose bars they are, with their stock.</summary>
    public static async Task<List<(string Symbol, FindingKind Kind)>> FindingsAsync(TestDatabase database)
    {
        await using var db = database.Open();
        var found = await db.Findings.Identity().OrderBy(f => f.StockId).ThenBy(f => f.Id)
            .Join(db.Stocks, f => f.StockId, s => s.Id, (f, s) => new { s.Symbol, f.Kind })
            .ToListAsync();
        return found.ConvertAll(f => (f.Symbol, f.Kind));
    }

    public static async Task LoadAsync(TestDatabase database, params LoadRequest[] requests)
    {
        foreach (var request in requests)
            await LoaderTests.LoadAsync(database, request);
    }
}
