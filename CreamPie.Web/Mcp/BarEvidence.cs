using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Stocks;

namespace CreamPie.Web.Mcp;

/// <summary>What stands behind the bars of an answer, and what is doubtful about them.</summary>
internal sealed class BarEvidence(Caller caller, ProvenanceQuery provenance, FindingQuery findings, StockQuery stocks, TimeProvider time)
{
    /// <summary>Days after which prices are called old in so many words.</summary>
    private const int Old = 7;

    public async Task<(Evidence? Newest, int Doubts, string? Doubt)> OfAsync(
        Symbol symbol, IReadOnlyList<DailyBar> bars, BarSeries series, DateOnly? asOf, CancellationToken cancellationToken)
    {
        if (bars.Count == 0)
            return (null, 0, null);
        if (asOf is not null)
        {
            // Findings, and how far the history goes, were found out later.
            var then = await NewestAsync(symbol, bars, series, cancellationToken);
            return (then is null ? null : then with { CapturedAt = null }, 0, null);
        }
        var open = await findings.OpenAsync(caller, symbol, new DateRange(bars[0].Date, bars[^1].Date), 1, cancellationToken);
        string[] doubts =
        [
            .. open is { Total: > 0 } ? ["There are open findings on these days: get_stock and get_provenance say which."] : (string[])[],
            .. bars[^1].Final ? (string[])[] : ["The newest bar is provisional: its session or period is not known to be over."],
            .. await AgeAsync(symbol, series, cancellationToken),
        ];
        var newest = await NewestAsync(symbol, bars, series, cancellationToken);
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
