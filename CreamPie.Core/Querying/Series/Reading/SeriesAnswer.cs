using System.Buffers;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Querying.Series.Reading;

/// <summary>
/// Makes the answer of what was read. Arrays of values from end to end: what a bar costs here is paid ten thousand times for a stock.
/// </summary>
internal static class SeriesAnswer
{
    /// <param name="read">Of one stock.</param>
    /// <param name="request">What was read for.</param>
    /// <param name="today">The current day at the exchange.</param>
    public static BarSeries Of(StockRead read, SeriesRequest request, DateOnly today)
    {
        if (read.Bars.Count == 0)
            return SeriesHead.NoData(read.Stock, request);
        // Of a long history more than a megabyte, and of no use afterwards.
        var rented = ArrayPool<AdjustedBar>.Shared.Rent(read.Bars.Count + read.Later.Count);
        try
        {
            var adjusted = Adjusted(read, request, rented);
            if (SeriesDoubt.Of(read, request, adjusted) is { } refusal)
                return refusal;
            var answer = Answer(read, request, adjusted, today);
            return SeriesHead.SourceOf(read.Stock, request) == SourceName.Unproved ? UnprovedBasis.Told(answer) : answer;
        }
        finally
        {
            ArrayPool<AdjustedBar>.Shared.Return(rented);
        }
    }

    private static ReadOnlySpan<AdjustedBar> Adjusted(StockRead read, SeriesRequest request, AdjustedBar[] rented)
    {
        // Longer bars must be made on one basis; they are as traded afterwards.
        var adjust = request.Adjust == PriceAdjustment.None && request.Interval != Interval.Daily ? PriceAdjustment.Splits : request.Adjust;
        var bars = read.Later.Count == 0 ? read.Bars : [.. read.Bars, .. read.Later];
        Adjustment.Apply(bars, read.History, adjust, rented.AsSpan(0, bars.Count));
        return rented.AsSpan(0, read.Bars.Count);
    }

    private static BarSeries Answer(StockRead read, SeriesRequest request, ReadOnlySpan<AdjustedBar> adjusted, DateOnly today)
    {
        var (all, isDerived) = Bars(adjusted);
        var (interval, bars, lastSessions, cut) = Resampled(read, request, all, today);
        var before = bars.Length == 0 ? null : LastBefore(bars[0].Date, adjusted) ?? read.Before;
        var actions = ActionsByBar.Of(bars, lastSessions, before, read.History, request.Adjust);
        if (request.Adjust == PriceAdjustment.None && request.Interval != Interval.Daily)
        {
            for (var i = 0; i < bars.Length; i++)
            {
                var last = lastSessions is null ? bars[i].Date : lastSessions[i];
                bars[i] = Adjustment.AsTraded(bars[i], read.History.Splits.Pending(last, last));
            }
        }
        var start = request.After is { } after ? bars.Count(b => b.Date <= after) : 0;
        var end = request.Limit is { } limit && limit < bars.Length - start ? start + limit : bars.Length;
        var page = start == 0 && end == bars.Length ? bars : bars[start..end];
        return SeriesHead.Of(read.Stock, request) with
        {
            Interval = interval.Word(),
            Derived = request.Adjust != PriceAdjustment.None && isDerived,
            Bars = page,
            Actions = page.Length == bars.Length ? actions : actions[start..end],
            Partial = cut.On(page, bars),
            Cursor = end < bars.Length ? Cursor.Of(bars[end - 1].Date) : null,
        };
    }

    /// <summary>Null if what was read begins with the day.</summary>
    private static DateOnly? LastBefore(DateOnly day, ReadOnlySpan<AdjustedBar> read)
    {
        DateOnly? before = null;
        foreach (ref readonly var bar in read)
        {
            if (bar.Bar.Date >= day)
                return before;
            before = bar.Bar.Date;
        }
        return null;
    }

    private static (DailyBar[] Bars, bool IsDerived) Bars(ReadOnlySpan<AdjustedBar> adjusted)
    {
        var (bars, isDerived) = (new DailyBar[adjusted.Length], false);
        for (var i = 0; i < bars.Length; i++)
        {
            bars[i] = adjusted[i].Bar;
            isDerived |= adjusted[i].Derived;
        }
        return (bars, isDerived);
    }

    /// <summary>Of the requested days only: a period that has bars beyond them is cut, and the answer says so.</summary>
    /// <returns>The last sessions of the periods; null for daily bars.</returns>
    private static (Interval, DailyBar[], DateOnly[]?, CutPeriods) Resampled(
        StockRead read, SeriesRequest request, DailyBar[] bars, DateOnly today)
    {
        DailyBar[] days = request.Interval == Interval.Daily ? bars
            : [.. bars.Where(b => !(b.Date < request.From) && !(b.Date > request.To))];
        if (request.Interval == Interval.Daily || (request.Interval is null && days.Length <= request.Max))
            return (Interval.Daily, days, null, default);
        var sources = StoredSeries.SourcesOf(read.Stock, request.Source);
        var covered = new CoveredDays(
            read.Ledger.Sources.Where(s => sources.Contains(s.Key)).SelectMany(s => s.Value.Covered), read.Calendar);
        for (var interval = request.Interval ?? Interval.Weekly; ; interval++)
        {
            var periods = Resampling.Resample(days, interval, covered, today);
            if (request.Interval is null && interval < Interval.Yearly && periods.Count > request.Max)
                continue;
            return (
                interval, [.. periods.Select(p => p.Bar)], [.. periods.Select(p => p.LastSession)],
                CutPeriods.Of(bars, days, interval, read.Calendar));
        }
    }
}
