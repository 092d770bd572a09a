using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis;

/// <summary>The bar of one period, named after its first session (Bar.Date).</summary>
/// <param name="LastSession">The last session that is in it: its close is the period's.</param>
public readonly record struct PeriodBar(DailyBar Bar, DateOnly LastSession);

/// <summary>
/// Daily bars into longer ones, exactly: first known open, highest high, lowest low, last close and adjusted close, summed volume.
/// All bars of a period must be on one price basis, so adjust before and take splits out again afterwards.
/// </summary>
public static class Resampling
{
    /// <param name="bars">Oldest first.</param>
    /// <param name="today">The day at the exchange: a period that contains it is open, and so is its bar, unless a later bar is there.</param>
    public static IReadOnlyList<PeriodBar> Resample(IReadOnlyList<DailyBar> bars, Interval interval, DateOnly today)
    {
        if (interval == Interval.Daily)
            return [.. bars.Select(b => new PeriodBar(b, b.Date))];

        var periods = new List<PeriodBar>();
        for (var first = 0; first < bars.Count;)
        {
            var end = interval.Around(bars[first].Date).Last;
            var next = first + 1;
            while (next < bars.Count && bars[next].Date <= end)
                next++;
            periods.Add(One(bars, first, next, isOver: next < bars.Count || today > end));
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
