using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Planning;

/// <summary>
/// From which day on a pull asks: from some sessions before the last one that is stored, so that what is stored is seen
/// again; all of it where nothing is stored, too much is missing, or the history was restated.
/// </summary>
internal static class PullRange
{
    /// <summary>Sessions that are stored and asked for again.</summary>
    public const int Overlap = 10;

    /// <summary>A source may have forgotten or restated what is older.</summary>
    private const int MostDaysMissing = 366;

    /// <returns>Null for the whole history.</returns>
    public static async Task<DateOnly?> FromAsync(
        CreamPieDbContext db, Stock stock, SourceName source, DateTime now, CancellationToken cancellationToken)
    {
        if (stock.NeedsFullPull)
            return null;
        var last = await db.DailyBars
            .Where(b => b.StockId == stock.Id && b.Source == source && b.Final)
            .MaxAsync(b => (DateOnly?)b.Date, cancellationToken);
        return last is { } day ? From(day, StockProgress.CalendarOf(stock), now) : null;
    }

    /// <param name="last">The newest finished day that is stored of the source.</param>
    public static DateOnly? From(DateOnly last, TradingCalendar calendar, DateTime now)
    {
        if (calendar.DayOf(now).DayNumber - last.DayNumber > MostDaysMissing)
            return null;
        var from = last;
        for (var sessions = 1; sessions < Overlap; sessions++)
        {
            do
                from = from.AddDays(-1);
            while (!calendar.IsSession(from));
        }
        return from;
    }
}
