using CreamPie.Core.Accounts;
using CreamPie.Core.Analysis;
using CreamPie.Core.Analysis.Indicators.Catalog;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;

namespace CreamPie.Core.Querying.Indicators;

/// <summary>Computes indicators from the bars that the series query serves.</summary>
public sealed class IndicatorQuery(SeriesQuery series)
{
    /// <summary>
    /// 1 read the whole series at the interval, 2 compute, 3 cut to the dates: a value is the same, whatever dates are requested. What adds
    /// up from the first bar served (vwap) is computed after the cut. Where early prices are refused and the dates begin later, the
    /// whole series is what can be served of it.
    /// </summary>
    /// <param name="caller">Needs the Analyst or Admin role.</param>
    /// <param name="symbol">Of the stock.</param>
    /// <param name="request">As for bars; its pages are ignored.</param>
    /// <param name="calls">Which indicators, at least one.</param>
    /// <param name="isKnown">True if the caller already has the answer of a tag.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<TaggedAnswer<IndicatorSet>> ComputeAsync(
        Caller caller, Symbol symbol, SeriesRequest request, IReadOnlyList<IndicatorCall> calls, Func<string, bool> isKnown,
        CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        request = request with { Limit = null, After = null };
        var suffix = "";
        if (request.Interval is null)
        {
            if (await series.BarsAsync(caller, symbol, request, cancellationToken) is not { } cut)
                return new("", null, symbol);
            request = request with { Interval = Intervals.TryParse(cut.Interval, out var interval) ? interval : Interval.Daily };
            suffix = "." + cut.Interval;
        }
        var whole = await WholeAsync(caller, symbol, request, tag => isKnown(tag + suffix), cancellationToken);
        if (whole is null)
            return new("", null, symbol);
        if (whole.Series is not { } answer)
            return new(whole.Tag + suffix, null);
        var bars = answer.Bars ?? [];
        var first = Count(bars, b => b.Date < request.From);
        var begun = await BegunAsync(caller, symbol, request, cancellationToken);
        if (begun is not null)
            first--;
        var count = Count(bars, b => !(b.Date > request.To)) - first;
        // An empty cut says why in the words of the bars.
        if (bars.Count > 0 && count <= 0 && await series.BarsAsync(caller, symbol, request, cancellationToken) is { } empty)
            answer = empty;
        DailyBar[] served = [.. bars.Skip(first).Take(count)];
        return new(whole.Tag + suffix, new(
            answer.Symbol, answer.Interval, answer.Adjust, answer.Version, answer.Reason, answer.Message,
            [.. served.Select((b, i) => i == 0 ? begun ?? b.Date : b.Date)],
            [.. calls.Select(call => Columns(call, bars, served, first))]));
    }

    /// <summary>The date of a first bar whose period began before the dates, and whose values are of all of it; else null.</summary>
    private async Task<DateOnly?> BegunAsync(Caller caller, Symbol symbol, SeriesRequest request, CancellationToken cancellationToken)
    {
        if (request.From is null || request.Interval == Interval.Daily)
            return null;
        var cut = await series.BarsAsync(caller, symbol, request, cancellationToken);
        return cut is { Partial: PartialPeriods.First or PartialPeriods.Both, Bars: [var bar, ..] } ? bar.Date : null;
    }

    private async Task<TaggedSeries?> WholeAsync(
        Caller caller, Symbol symbol, SeriesRequest request, Func<string, bool> isKnown, CancellationToken cancellationToken)
    {
        var whole = await series.BarsAsync(caller, symbol, request with { From = null, To = null }, isKnown, cancellationToken);
        return whole?.Series?.AvailableFrom is { } available && available <= request.From
            ? await series.BarsAsync(caller, symbol, request with { From = available, To = null }, isKnown, cancellationToken)
            : whole;
    }

    private static IndicatorColumns Columns(IndicatorCall call, IReadOnlyList<DailyBar> bars, DailyBar[] served, int first)
    {
        var indicator = call.Indicator;
        var lines = indicator.StartsAtFirstServed
            ? call.Compute(served)
            : [.. call.Compute(bars).Select(line => line.Skip(first).Take(served.Length).ToArray())];
        return new(
            indicator.Name, call.Parameters, indicator.Pane,
            new OrderedDictionary<string, IReadOnlyList<double?>>(indicator.Fields.Zip(lines, KeyValuePair.Create)));
    }

    /// <summary>How many bars at the start are so.</summary>
    private static int Count(IReadOnlyList<DailyBar> bars, Func<DailyBar, bool> isSo) => bars.TakeWhile(isSo).Count();
}
