using CreamPie.Core.Market;
using CreamPie.Core.Tracking;

namespace CreamPie.Core.Ingestion;

/// <summary>What the end of a pull means for its stock: how fresh it is, and when to look again.</summary>
internal static class StockProgress
{
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
        // Later than the round that is over, also on a clock that stands still: it is a round of its own.
        stock.NextDue = !again ? calendar.NextFinal(now) : now > stock.NextDue ? now : stock.NextDue?.AddMilliseconds(1) ?? now;
    }

    /// <summary>One of its sources did not deliver (yet), and it or another one will be asked for the same due time.</summary>
    public static void Waits(Stock stock, Ending ending, DateTime now)
    {
        Pulled(stock, ending.Outcome, ending.Reason, now);
        if (stock.Status != StockStatus.Paused)
            stock.Status = StockStatus.Waiting;
    }

    /// <summary>All of its sources have failed for one due time: the next session is due.</summary>
    /// <param name="unknownDays">On how many different days all of them have said that they do not know the symbol; null if they did not now.</param>
    public static void Failed(Stock stock, Ending ending, int? unknownDays, DateTime now)
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
