using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Web.Mcp;

/// <summary>What stands behind the bars of an answer, and what is doubtful about them.</summary>
internal sealed class BarEvidence(Caller caller, ProvenanceQuery provenance, FindingQuery findings, StockQuery stocks, TimeProvider time)
{
    /// <summary>Days after which prices are called old in so many words.</summary>
    private const int Old = 7;

    /// <param name="symbol">Of the stock.</param>
    /// <param name="series">What was read.</param>
    /// <param name="bars">Its newest ones, which are answered.</param>
    /// <param name="more">How to get the others; null if all are answered.</param>
    /// <param name="asOf">The last day that was known; null for now.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<PricesAnswer> AboutAsync(
        Symbol symbol, BarSeries series, IReadOnlyList<DailyBar> bars, string? more, DateOnly? asOf, CancellationToken cancellationToken)
    {
        // The first bar is one of the others, if there are any.
        var partial = more is null ? series.Partial : series.Partial is PartialPeriods.First or null ? null : PartialPeriods.Last;
        var (newest, open, doubt) = await OfAsync(symbol, bars, series, partial, asOf, cancellationToken);
        return new(
            series.Symbol, series.Source, series.Currency, series.Timezone, series.Interval, series.Adjust, BasisOf(series, asOf),
            series.Derived, asOf, series.Version, partial, series.Reason, series.Message, more, newest, open, doubt);
    }

    private static string BasisOf(BarSeries series, DateOnly? asOf) => (series switch
    {
        { Source: SourceName.Unproved } => "not proved: the file does not say what its prices are adjusted for",
        { Adjust: PriceAdjustment.None } => "as traded",
        { Adjust: PriceAdjustment.All } => "adjusted for splits and dividends (total return)",
        _ => "adjusted for splits, not for dividends",
    }) + (asOf is { } day ? string.Create(CultureInfo.InvariantCulture, $", as of {day:yyyy-MM-dd}") : "");

    private async Task<(Evidence? Newest, int Open, string? Doubt)> OfAsync(
        Symbol symbol, IReadOnlyList<DailyBar> bars, BarSeries series, PartialPeriods? partial, DateOnly? asOf,
        CancellationToken cancellationToken)
    {
        if (bars.Count == 0)
            return (null, 0, null);
        var newest = await NewestAsync(symbol, bars, series, cancellationToken);
        var cut = partial switch
        {
            PartialPeriods.First => "from cuts the period of the first bar.",
            PartialPeriods.Last => "to cuts the period of the last bar.",
            PartialPeriods.Both => "from and to cut the periods of the first and the last bar.",
            _ => null,
        };
        // Findings, and how far the history goes, were found out later.
        if (asOf is not null)
            return (newest is null ? null : newest with { CapturedAt = null }, 0, cut);
        var open = await findings.OpenAsync(caller, symbol, new DateRange(bars[0].Date, bars[^1].Date), 1, cancellationToken);
        string[] doubts =
        [
            .. cut is null ? (string[])[] : [cut],
            .. open is { Total: > 0 } ? ["There are open findings on these days: get_stock and get_provenance say which."] : (string[])[],
            .. bars[^1].Final ? (string[])[] : ["The newest bar is provisional: its session or period is not known to be over."],
            .. await AgeAsync(symbol, series, cancellationToken),
        ];
        return (newest, open?.Total ?? 0, doubts.Length == 0 ? null : string.Join(' ', doubts));
    }

    private async Task<Evidence?> NewestAsync(
        Symbol symbol, IReadOnlyList<DailyBar> bars, BarSeries series, CancellationToken cancellationToken) =>
        series.Interval == "1d"
            ? Evidence.Of(await provenance.DocumentAsync(caller, symbol, bars[^1].Date, cancellationToken))
            : null;

    /// <summary>Of the stock's newest bar, whatever dates were asked for.</summary>
    private async Task<string[]> AgeAsync(Symbol symbol, BarSeries series, CancellationToken cancellationToken)
    {
        if (await stocks.FactsAsync(caller, symbol, cancellationToken) is not { LastBar: { } last } facts)
            return [];
        var age = TradingCalendar.For(facts.Exchange, facts.Timezone).DayOf(time.Now()).DayNumber - last.DayNumber;
        return age < Old ? [] : [string.Create(
            CultureInfo.InvariantCulture,
            $"The stored history ends on {last:yyyy-MM-dd}, {age} days ago; {series.Symbol} is {facts.Status}.")];
    }
}
