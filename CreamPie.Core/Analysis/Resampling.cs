using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;

namespace CreamPie.Core.Analysis;

/// <summary>The bar of one period.</summary>
/// <param name="Bar">Dated by the first session of the period that has a bar.</param>
/// <param name="LastSession">The last session of the period that has a bar: its close is the period's.</param>
public readonly record struct PeriodBar(DailyBar Bar, DateOnly LastSession);

/// <summary>
/// Resamples daily bars: first known open, highest high, lowest low, last close and adjusted close, summed volume.
/// All bars of a period must be on one price basis: adjust for splits first, and undo that afterwards for as-traded prices.
/// </summary>
public static class Resampling
{
    /// <summary>
    /// One bar per period that has bars, oldest first; final once the period is over, no session is missing up to its end, and
    /// all its bars are final.
    /// </summary>
    /// <param name="bars">Daily, oldest first, one a day.</param>
    /// <param name="interval">The period of the result.</param>
    /// <param name="covered">The days of which documents tell all sessions, by the exchange's calendar.</param>
    /// <param name="today">The current day at the exchange: its period is provisional unless a bar of a later period exists.</param>
    public static IReadOnlyList<PeriodBar> Resample(
        IReadOnlyList<DailyBar> bars, Interval interval, CoveredDays covered, DateOnly today)
    {
        if (interval == Interval.Daily)
            return [.. bars.Select(b => new PeriodBar(b, b.Date))];

        var periods = new List<PeriodBar>();
        for (var first = 0; first < bars.Count;)
        {
            var end = interval.Around(bars[first].Date, covered.Calendar).Last;
            var next = first + 1;
            while (next < bars.Count && bars[next].Date <= end)
                next++;
            var isOver = (next < bars.Count || today > end) && covered.HasAll(new(bars[first].Date, end));
            periods.Add(One(bars, first, next, isOver));
            first = next;
        }
        return periods;
    }

    private static PeriodBar One(IReadOnlyList<DailyBar> bars, int first, int next, bool isOver)
    {
        var last = bars[next - 1];
        double? open = null, high = null, low = null;
        long? volume = null;
        var final = isOver;
        for (var i = first; i < next; i++)
        {
            var bar = bars[i];
            open ??= bar.Open;
            high = high is null || bar.High > high ? bar.High ?? high : high;
            low = low is null || bar.Low < low ? bar.Low ?? low : low;
            volume = volume is null ? bar.Volume : volume + (bar.Volume ?? 0);
            final &= bar.Final;
        }
        return new(new DailyBar(bars[first].Date, open, high, low, last.Close, last.AdjClose, volume, final), last.Date);
    }
}
