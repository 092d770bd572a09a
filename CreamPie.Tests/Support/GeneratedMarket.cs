using System.Collections.Concurrent;
using CreamPie.Core.Market;
using CreamPie.Web.Simulator.Exchange;
using CreamPie.Web.Simulator.Site;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Support;

/// <summary>
/// Companies whose every price is known, served as history pages of the real layout: the page of a day shows all sessions
/// up to it, so that each next day restates the past wherever a split or a dividend came.
/// </summary>
internal sealed class GeneratedMarket
{
    /// <summary>A Friday evening in New York.</summary>
    private static readonly DateTimeOffset Today = new(2026, 1, 16, 23, 0, 0, TimeSpan.Zero);

    private readonly SimulatedMarket _market = new(new FakeTimeProvider(Today));
    private readonly ConcurrentDictionary<string, IReadOnlyList<TradedDay>> _days = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string, int), byte[]> _pages = new();
    private readonly int _history;

    /// <param name="history">Sessions that every company has.</param>
    public GeneratedMarket(int history = 500) => _history = history;

    /// <summary>Sessions that the company will have in the end.</summary>
    public int Length(string symbol) => DaysOf(symbol).Count;

    /// <param name="sessions">How many the page shows, from the first on.</param>
    public byte[] Page(string symbol, int sessions)
    {
        if (_pages.Count > 100)
            _pages.Clear();
        return _pages.GetOrAdd((symbol, sessions), _ => HistoryPage.Of(QuoteOf(symbol, sessions)).ToArray());
    }

    /// <summary>
    /// What is to be served, split-adjusted, once the page of that many sessions is loaded. It is stamped as the market
    /// closes, so that its last session is final, too.
    /// </summary>
    public List<DailyBar> Bars(string symbol, int sessions)
    {
        var quote = QuoteOf(symbol, sessions);
        return [.. quote.Rows.Select(r => new DailyBar(
            r.Day, Decimal(r.Open), Decimal(r.High), Decimal(r.Low), Decimal(r.Close), Decimal(r.AdjClose), r.Volume))];
    }

    public List<CorporateAction> Actions(string symbol, int sessions) => [.. QuoteOf(symbol, sessions).Rows.SelectMany(r =>
        (CorporateAction?[])[
            r.Split is { } split ? CorporateAction.Split(r.Day, split.New, split.Old) : null,
            r.Dividend > 0 ? CorporateAction.Cash(r.Day, ActionKind.Dividend, r.Dividend) : null,
        ]).OfType<CorporateAction>()];

    private SimulatedQuote QuoteOf(string symbol, int sessions)
    {
        var days = DaysOf(symbol);
        var shown = days.Take(sessions).ToList();
        var close = MarketHours.CloseOf(shown[^1].Day).AddSeconds(1);
        var listing = new SimulatedListing(Catalogue.Of(symbol), shown, close, IsOpen: false);
        return new SimulatedQuote(listing, long.MinValue, long.MaxValue);
    }

    private IReadOnlyList<TradedDay> DaysOf(string symbol) =>
        _days.GetOrAdd(symbol, s => [.. _market.ListingOf(Symbol.Parse(s)).Days.TakeLast(_history)]);

    private static double Decimal(float price) => Price.FromWidenedFloat(price);
}
