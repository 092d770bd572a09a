using System.Collections.Concurrent;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Web.Simulator.Site;

namespace CreamPie.Web.Simulator.Exchange;

/// <summary>A company's whole history as of an instant.</summary>
/// <param name="LastTrade">UTC; now while the session is open, else the close of the last one.</param>
/// <param name="IsOpen">True while the last day is not over.</param>
internal sealed record SimulatedListing(Company Company, IReadOnlyList<TradedDay> Days, DateTime LastTrade, bool IsOpen);

/// <summary>The exchange: every symbol's history up to this minute. Caches finished days of a few hundred symbols.</summary>
internal sealed class SimulatedMarket(TimeProvider time)
{
    private const int MostKept = 200;

    private readonly ConcurrentDictionary<string, List<TradedDay>> _kept = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private WholeMarket? _market;

    /// <param name="from">Seconds since 1970, inclusive; null for the start.</param>
    /// <param name="until">Seconds since 1970, exclusive; null for no end.</param>
    public SimulatedQuote Quote(Symbol symbol, long? from, long? until) =>
        new(ListingOf(symbol), from ?? long.MinValue, until ?? long.MaxValue);

    public SimulatedListing ListingOf(Symbol symbol)
    {
        var now = time.Now();
        var company = Catalogue.Of(symbol.Value);
        var through = MarketHours.LastBegun(now);
        var days = DaysOf(company, through);
        var close = MarketHours.CloseOf(through);
        if (now >= close)
            return new SimulatedListing(company, days, close.AddSeconds(1), IsOpen: false);

        var open = MarketHours.OpenOf(through);
        var live = LiveDay.At(
            days[^1], Dice.Of("live " + company.Symbol).On(through), (int)(now - open).TotalMinutes, (int)(close - open).TotalMinutes);
        return new SimulatedListing(company, [.. days.SkipLast(1), live], now, IsOpen: true);
    }

    private List<TradedDay> DaysOf(Company company, DateOnly through)
    {
        var market = MarketUntil(through);
        var key = $"{company.Symbol} {through.DayNumber}";
        if (_kept.TryGetValue(key, out var days))
            return days;
        if (_kept.Count >= MostKept)
            _kept.Clear();
        return _kept[key] = Trading.Of(company, market);
    }

    private WholeMarket MarketUntil(DateOnly through)
    {
        lock (_lock)
            return _market?.Through == through ? _market : _market = WholeMarket.Until(through);
    }
}
