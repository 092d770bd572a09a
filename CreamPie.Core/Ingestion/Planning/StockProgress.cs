using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Ingestion.Planning;

/// <summary>What the end of a pull means for its stock: how fresh it is, and when to look again.</summary>
internal static class StockProgress
{
    /// <summary>Before a session that is late is asked for again.</summary>
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromHours(1);

    /// <summary>A source delivered, or proved that there was nothing to deliver.</summary>
    /// <param name="lastBar">Newest finished day that the source has.</param>
    /// <param name="again">The history was restated: all of it is due at once.</param>
    public static void Delivered(Stock stock, Outcome outcome, DateOnly? lastBar, bool again, DateTime now)
    {
        Pulled(stock, outcome, null, now);
        if (stock.Status == StockStatus.Paused)
            return;
        var calendar = CalendarOf(stock);
        stock.Status = lastBar >= calendar.LastFinalSession(now) ? StockStatus.Current : StockStatus.Late;
        stock.NextDue = again ? Immediately(stock, now) : NextCheck(calendar, stock.Status == StockStatus.Late ? lastBar : null, now);
    }

    /// <summary>
    /// The next session, or sooner where only the newest one is missing: many sources publish hours after the close, or
    /// give its row as final then. Asked again after an hour, and then after as long as it has been missing.
    /// </summary>
    /// <param name="late">The newest finished day of a stock that is late; null if it is not.</param>
    private static DateTime NextCheck(TradingCalendar calendar, DateOnly? late, DateTime now)
    {
        var next = calendar.NextFinal(now);
        if (calendar.LastFinalSession(now) is not { } due)
            return next;
        var missingSince = calendar.FinalFrom(due);
        if (late is null || late < calendar.LastFinalSession(missingSince.AddMilliseconds(-1)))
            return next;
        var missing = now - missingSince;
        var soon = now + (missing > ShortestPatience ? missing : ShortestPatience);
        return soon < next ? soon : next;
    }

    /// <summary>One of its sources did not deliver (yet), and it or another one will be asked for the same due time.</summary>
    public static void Waits(Stock stock, AttemptResult ending, DateTime now)
    {
        Pulled(stock, ending.Outcome, ending.Reason, now);
        if (stock.Status != StockStatus.Paused)
            stock.Status = StockStatus.Waiting;
    }

    /// <summary>What a part of the history says is doubted: the whole of it is asked for at once.</summary>
    public static void RequiresFullPull(Stock stock, AttemptResult ending, DateTime now)
    {
        Waits(stock, ending, now);
        stock.NeedsFullPull = true;
        if (stock.Status != StockStatus.Paused)
            stock.NextDue = Immediately(stock, now);
    }

    /// <summary>Later than the round that is over, also on a clock that stands still: it is a round of its own.</summary>
    private static DateTime Immediately(Stock stock, DateTime now) => now > stock.NextDue ? now : stock.NextDue?.AddMilliseconds(1) ?? now;

    /// <summary>All of its sources have failed for one due time: the next session is due.</summary>
    /// <param name="unknownDays">On how many different days all of them have said that they do not know the symbol; null if they did not now.</param>
    public static void Failed(Stock stock, AttemptResult ending, int? unknownDays, DateTime now)
    {
        Pulled(stock, ending.Outcome, ending.Reason, now);
        if (stock.Status != StockStatus.Paused)
            (stock.Status, stock.NextDue) = AfterFailure(stock, unknownDays, now);
    }

    public static (StockStatus Status, DateTime? NextDue) AfterFailure(Stock stock, int? unknownDays, DateTime now) => unknownDays switch
    {
        null => (StockStatus.Failing, CalendarOf(stock).NextFinal(now)),
        // Once could be a fault of theirs; three days are an answer.
        < 3 => (StockStatus.NotFound, now.AddDays(1)),
        _ => (StockStatus.NotFound, null),
    };

    public static TradingCalendar CalendarOf(Stock stock) => TradingCalendar.For(stock.Exchange, stock.TimeZone);

    private static void Pulled(Stock stock, Outcome outcome, Reason? reason, DateTime now) =>
        (stock.LastPullAt, stock.LastOutcome, stock.LastReason) = (now, outcome, reason);
}
