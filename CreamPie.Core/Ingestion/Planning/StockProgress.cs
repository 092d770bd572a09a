using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Ingestion.Planning;

/// <summary>Freshness and next due time of a stock after a pull.</summary>
internal static class StockProgress
{
    /// <summary>Minimum wait before a late session is requested again.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromHours(1);

    /// <summary>
    /// A source delivered, or proved that nothing was due. <paramref name="lastBar"/> is its newest final day; with
    /// <paramref name="again"/> the history was restated, and the full history is due at once.
    /// </summary>
    public static void Delivered(Stock stock, Outcome outcome, DateOnly? lastBar, bool again, DateTime now)
    {
        Pulled(stock, outcome, null, now);
        if (stock.Status == StockStatus.Paused)
            return;
        var calendar = CalendarOf(stock);
        stock.CurrentUntil = calendar.NextFinal(now);
        stock.Status = lastBar >= calendar.LastFinalSession(now) ? StockStatus.Current : StockStatus.Late;
        stock.NextDue = again ? Immediately(stock, now) : NextCheck(calendar, stock.Status == StockStatus.Late ? lastBar : null, now);
    }

    /// <summary>
    /// The next session, or sooner if only the newest one is missing: many sources publish it, or make it final, hours after
    /// the close. Retried after an hour, then after as long as it has been missing. <paramref name="late"/> is the newest
    /// final day of a late stock; null if it is not late.
    /// </summary>
    private static DateTime NextCheck(TradingCalendar calendar, DateOnly? late, DateTime now)
    {
        var next = calendar.NextFinal(now);
        if (calendar.LastFinalSession(now) is not { } due)
            return next;
        var missingSince = calendar.FinalFrom(due);
        if (late is null || late < calendar.LastFinalSession(missingSince.AddMilliseconds(-1)))
            return next;
        var missing = now - missingSince;
        var soon = now + (missing > ShortestWait ? missing : ShortestWait);
        return soon < next ? soon : next;
    }

    /// <summary>
    /// A source did not deliver yet; it is retried, or the next source is requested for the same due time.
    /// </summary>
    public static void Waits(Stock stock, AttemptResult ending, DateTime now)
    {
        Pulled(stock, ending.Outcome, ending.Reason, now);
        if (stock.Status != StockStatus.Paused)
            stock.Status = StockStatus.Waiting;
    }

    /// <summary>A partial history is in doubt: the full history is due at once.</summary>
    public static void RequiresFullPull(Stock stock, AttemptResult ending, DateTime now)
    {
        Waits(stock, ending, now);
        stock.NeedsFullPull = true;
        if (stock.Status != StockStatus.Paused)
            stock.NextDue = Immediately(stock, now);
    }

    /// <summary>Later than the ended round, even if the clock stands still: a new round.</summary>
    private static DateTime Immediately(Stock stock, DateTime now) => now > stock.NextDue ? now : stock.NextDue?.AddMilliseconds(1) ?? now;

    /// <summary>
    /// All sources have failed for one due time: the next session is due. <paramref name="unknownDays"/> counts the days on
    /// which no source knew the symbol; null if this failure has another reason.
    /// </summary>
    public static void Failed(Stock stock, AttemptResult ending, int? unknownDays, DateTime now)
    {
        Pulled(stock, ending.Outcome, ending.Reason, now);
        if (stock.Status != StockStatus.Paused)
            (stock.Status, stock.NextDue) = AfterFailure(stock, unknownDays, now);
    }

    public static (StockStatus Status, DateTime? NextDue) AfterFailure(Stock stock, int? unknownDays, DateTime now) => unknownDays switch
    {
        null => (StockStatus.Failing, CalendarOf(stock).NextFinal(now)),
        // Once may be an error of the source; three days are conclusive.
        < 3 => (StockStatus.NotFound, now.AddDays(1)),
        _ => (StockStatus.NotFound, null),
    };

    public static TradingCalendar CalendarOf(Stock stock) => TradingCalendar.For(stock.Exchange, stock.TimeZone);

    private static void Pulled(Stock stock, Outcome outcome, Reason? reason, DateTime now) =>
        (stock.LastPullAt, stock.LastOutcome, stock.LastReason) = (now, outcome, reason);
}
