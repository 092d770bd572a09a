using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Documents;
using CreamPie.Core.Querying.Stocks;

namespace CreamPie.Web.Components.Stocks.Detail;

/// <summary>The data of a stock page's head.</summary>
/// <param name="PriceSummary">Null without bars.</param>
/// <param name="Behind">Sessions that are over and not loaded.</param>
/// <param name="Why">The last attempt, if there are no bars.</param>
public sealed record StockSummary(StockFacts Facts, PriceSummary? PriceSummary, int Behind, AttemptItem? Why)
{
    /// <summary>More than this is stated in days.</summary>
    public const int CountedSessions = 20;

    public Symbol Symbol => Symbol.Parse(Facts.Symbol);

    /// <summary>Decimals of the stock's prices.</summary>
    public int Digits => PriceText.Digits(Facts.Exchange);

    public TradingCalendar Calendar => CalendarOf(Facts);

    public static StockSummary Of(StockFacts facts, IReadOnlyList<DailyBar> year, AttemptItem? why, DateTime now) =>
        new(facts, PriceSummary.Of(year), facts.LastBar is { } last ? SessionsAfter(last, facts, now) : 0, why);

    private static int SessionsAfter(DateOnly last, StockFacts facts, DateTime now)
    {
        var calendar = CalendarOf(facts);
        var newest = calendar.LastFinalSession(now) ?? last;
        var count = 0;
        for (var day = last.AddDays(1); day <= newest && count <= CountedSessions; day = day.AddDays(1))
            count += calendar.IsSession(day) ? 1 : 0;
        return count;
    }

    private static TradingCalendar CalendarOf(StockFacts facts) => TradingCalendar.For(facts.Exchange, facts.Timezone);
}

/// <summary>The last close and the range of the last 52 weeks.</summary>
/// <param name="PreviousClose">Close of the session before; null if there is none.</param>
/// <param name="High">Highest price of the last 52 weeks.</param>
/// <param name="Low">Lowest price of the last 52 weeks.</param>
public sealed record PriceSummary(DateOnly Date, double Price, double? PreviousClose, bool Final, double High, double Low)
{
    public double? Change => PreviousClose is { } before ? Core.Market.Price.Difference(Price, before) : null;

    public double? Percent => PreviousClose is > 0 ? (Price / PreviousClose - 1) * 100 : null;

    /// <summary>Position of the price between low (0) and high (100).</summary>
    public double RangePosition => High > Low ? (Price - Low) / (High - Low) * 100 : 50;

    public static PriceSummary? Of(IReadOnlyList<DailyBar> year) => year.Count == 0 ? null : new(
        year[^1].Date, year[^1].Close, year.Count > 1 ? year[^2].Close : null, year[^1].Final,
        year.Max(b => b.High ?? b.Close), year.Min(b => b.Low ?? b.Close));
}
