using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Planning;

/// <summary>
/// First day of a pull: some sessions before the last stored one, to verify them again; the full history if nothing is
/// stored, too much is missing, or the history was restated.
/// </summary>
internal static class PullRange
{
    /// <summary>Stored sessions that are requested again.</summary>
    public const int Overlap = 10;

    /// <summary>Beyond this gap a source may have dropped or restated the older days.</summary>
    private const int MostDaysMissing = 366;

    /// <summary>First day to request; null for the full history.</summary>
    public static async Task<DateOnly?> FromAsync(
        CreamPieDbContext db, Stock stock, SourceName source, DateTime now, CancellationToken cancellationToken)
    {
        if (stock.NeedsFullPull)
            return null;
        var series = SeriesOf(source);
        var last = await db.DailyBars
            .Where(b => b.StockId == stock.Id && series.Contains(b.Source) && b.Final)
            .MaxAsync(b => (DateOnly?)b.Date, cancellationToken);
        return last is { } day ? From(day, StockProgress.CalendarOf(stock), now) : null;
    }

    /// <summary>The series that the bars of a source's pulls may be in.</summary>
    public static SourceName[] SeriesOf(SourceName source) =>
        source == SourceName.CsvTemplate ? [source, SourceName.Unproved] : [source];

    /// <summary>The same, where <paramref name="last"/> is the newest final day stored of the source.</summary>
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
