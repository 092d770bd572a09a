using CreamPie.Core.Analysis;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Series;

/// <summary>The calendar by which a stock's bars are grouped.</summary>
internal static class StockCalendar
{
    /// <summary>By what its documents say of the exchange; null if none does and the interval needs it.</summary>
    public static TradingCalendar? Known(Stock stock, Interval? interval) =>
        interval == Interval.Daily || TradingCalendar.IsKnown(stock.Exchange, stock.TimeZone)
            ? TradingCalendar.For(stock.Exchange, stock.TimeZone)
            : null;

    /// <summary>
    /// By what its documents say of the exchange; if none does (tables, CSV), by the weekdays of all its bars, which a daily
    /// series does not need.
    /// </summary>
    public static async Task<TradingCalendar> OfAsync(
        CreamPieDbContext db, Stock stock, Interval? interval, CancellationToken cancellationToken)
    {
        if (Known(stock, interval) is { } known)
            return known;
        var days = await db.DailyBars
            .Where(b => b.StockId == stock.Id && StoredSeries.AllSources.Contains(b.Source))
            .Select(b => b.Date)
            .ToListAsync(cancellationToken);
        days.Sort();
        return TradingCalendar.OfDays(days);
    }
}
