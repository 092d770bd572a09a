using CreamPie.Core.Archiving;
using CreamPie.Core.Market;
using CreamPie.Core.Tracking;

namespace CreamPie.Core.Ingestion;

/// <summary>What the end of a pull means for its stock: how fresh it is, and when to look again.</summary>
internal static class StockProgress
{
    /// <param name="lastBar">Newest finished day that is served.</param>
    public static void Loaded(Stock stock, Document document, DateOnly? lastBar, DateTime now)
    {
        if (!IsPull(document) || !stock.IsTracked)
            return;
        Pulled(stock, Outcome.Loaded, null, now);
        if (stock.Status == StockStatus.Paused)
            return;
        var calendar = TradingCalendar.For(stock.Exchange, stock.TimeZone);
        stock.Status = lastBar >= calendar.LastFinalSession(now) ? StockStatus.Current : StockStatus.Late;
        stock.NextDue = calendar.NextFinal(now);
    }

    /// <param name="unknownDays">On how many different days the source has said that it does not know the symbol.</param>
    public static void Ended(Stock stock, Document document, Ending ending, int unknownDays, DateTime now)
    {
        if (!IsPull(document) || !stock.IsTracked)
            return;
        Pulled(stock, ending.Outcome, ending.Reason, now);
        if (stock.Status == StockStatus.Paused)
            return;
        var calendar = TradingCalendar.For(stock.Exchange, stock.TimeZone);
        (stock.Status, stock.NextDue) = ending switch
        {
            // Once could be a fault of theirs; three days in a row are an answer.
            { Reason: Reason.SymbolUnknown } => (StockStatus.NotFound, unknownDays < 3 ? now.AddDays(1) : (DateTime?)null),
            { Outcome: Outcome.Quarantined or Outcome.Dead } => (StockStatus.Failing, calendar.NextFinal(now)),
            { Outcome: Outcome.NoData } => (stock.Status, calendar.NextFinal(now)),
            _ => (StockStatus.Waiting, stock.NextDue),
        };
    }

    private static void Pulled(Stock stock, Outcome outcome, Reason? reason, DateTime now) =>
        (stock.LastPullAt, stock.LastOutcome, stock.LastReason) = (now, outcome, reason);

    private static bool IsPull(Document document) => document.FileName is null;
}
