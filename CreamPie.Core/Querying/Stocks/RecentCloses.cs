using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>The newest closes of many stocks in one query: a few index entries each, however long the histories are.</summary>
internal static class RecentCloses
{
    /// <summary>
    /// At most <paramref name="count"/> closes by stock id, oldest first, adjusted for splits as the served series is; stocks
    /// without bars are left out.
    /// </summary>
    public static async Task<Dictionary<int, List<DailyClose>>> ReadAsync(
        CreamPieDbContext db, IReadOnlyList<Stock> stocks, int count, CancellationToken cancellationToken)
    {
        if (stocks.Count == 0)
            return [];
        var rows = await Newest(db, [.. stocks.Select(s => s.Id)], count)
            .Select(b => new { b.StockId, b.Source, b.Date, b.Close, b.Final })
            .ToListAsync(cancellationToken);
        var served = stocks.ToDictionary(s => s.Id);
        var closes = rows.GroupBy(r => r.StockId).ToDictionary(
            stock => stock.Key,
            stock => stock
                .Where(r => StoredSeries.ServedSources(served[stock.Key]).Contains(r.Source))
                .GroupBy(r => r.Date)
                .OrderByDescending(day => day.Key)
                .Take(count)
                .Reverse()
                .Select(day => day.MinBy(r => StoredSeries.Rank(r.Source, r.Final, served[stock.Key]))!)
                .Select(r => new DailyClose(r.Date, r.Close, r.Final))
                .ToList());
        foreach (var id in await SplitAsync(db, closes, cancellationToken))
            closes[id] = await AdjustedAsync(db, served[id], new(closes[id][0].Date, closes[id][^1].Date), cancellationToken);
        return closes;
    }

    /// <summary>
    /// Of every source, because the better of two is served. Written as SQL so that every plan takes a few steps down the key
    /// for each stock and source; SQLite has no lateral join, and its "cross join" fixes the order of the loops.
    /// </summary>
    internal static IQueryable<DailyBarRow> Newest(CreamPieDbContext db, int[] stocks, int count)
    {
        short[] sources = [.. StoredSeries.AllSources.Select(s => (short)s)];
        if (db.Database.IsNpgsql())
            return db.DailyBars.FromSql($"""
                SELECT b.* FROM unnest({stocks}) AS stock(id) CROSS JOIN unnest({sources}) AS source(id) CROSS JOIN LATERAL (
                    SELECT * FROM daily_bar WHERE stock_id = stock.id AND source = source.id ORDER BY date DESC LIMIT {count}) b
                """).AsNoTracking();
        var (stockList, sourceList, before) = (JsonSerializer.Serialize(stocks), JsonSerializer.Serialize(sources), count - 1);
        return db.DailyBars.FromSql($"""
            SELECT b.* FROM json_each({stockList}) stock CROSS JOIN json_each({sourceList}) source CROSS JOIN daily_bar b
            WHERE b.stock_id = stock.value AND b.source = source.value AND b.date >= coalesce((
                SELECT date FROM daily_bar WHERE stock_id = stock.value AND source = source.value
                ORDER BY date DESC LIMIT 1 OFFSET {before}), 0)
            """).AsNoTracking();
    }

    /// <summary>Stocks with a split after their first close here; all others need no adjustment.</summary>
    private static async Task<IEnumerable<int>> SplitAsync(
        CreamPieDbContext db, Dictionary<int, List<DailyClose>> closes, CancellationToken cancellationToken)
    {
        if (closes.Count == 0)
            return [];
        int[] stocks = [.. closes.Keys];
        var oldest = closes.Values.Min(c => c[0].Date);
        var splits = await db.CorporateActions
            .Where(a => stocks.Contains(a.StockId) && a.ExDate > oldest && a.Kind == ActionKind.Split
                && (a.KnownTo == null || a.PricedThrough != null))
            .Select(a => new { a.StockId, a.ExDate })
            .ToListAsync(cancellationToken);
        return splits.Where(s => s.ExDate > closes[s.StockId][0].Date).Select(s => s.StockId).Distinct();
    }

    /// <summary>Applies <see cref="Adjustment"/> with its full input: few stocks have a split within a quarter.</summary>
    private static async Task<List<DailyClose>> AdjustedAsync(
        CreamPieDbContext db, Stock stock, DateRange range, CancellationToken cancellationToken)
    {
        var ledger = await StoredSeries.SummaryAsync(db, stock, cancellationToken);
        var history = await StoredSeries.ActionsAsync(db, stock, ledger, cancellationToken);
        var stored = await StoredSeries.BarsAsync(db, stock, ledger, only: null, range, cancellationToken);
        var adjusted = Adjustment.Apply(stored, history, PriceAdjustment.Splits);
        return [.. adjusted.Select(a => new DailyClose(a.Bar.Date, a.Bar.Close, a.Bar.Final))];
    }
}
