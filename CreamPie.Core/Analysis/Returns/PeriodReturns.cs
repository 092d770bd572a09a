using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Returns;

/// <summary>What a holder gained over a period, as fractions: 0.1 is ten percent.</summary>
/// <param name="Period">1M, 3M, 6M, YTD, 1Y, 3Y, 5Y, 10Y or max.</param>
/// <param name="Value">The return of the whole period; null where the series does not reach back so far.</param>
/// <param name="Annual">The compound annual growth rate; null also for less than a year, of which no year's rate can be told.</param>
/// <param name="From">The bar whose close it starts with; null where there is none.</param>
/// <param name="To">The last bar.</param>
/// <param name="Days">Bars from the first to the last, both included.</param>
public sealed record PeriodReturn(string Period, double? Value, double? Annual, DateOnly? From, DateOnly? To, int Days);

/// <summary>Returns over the periods that fund reports name, up to the last bar.</summary>
public static class PeriodReturns
{
    /// <summary>The length of a year in calendar days, leap years included.</summary>
    public const double DaysOfYear = 365.25;

    private static readonly (string Period, Func<DateOnly, DateOnly> Start)[] Periods =
    [
        ("1M", day => day.AddMonths(-1)),
        ("3M", day => day.AddMonths(-3)),
        ("6M", day => day.AddMonths(-6)),
        ("YTD", day => new DateOnly(day.Year, 1, 1).AddDays(-1)),
        ("1Y", day => day.AddYears(-1)),
        ("3Y", day => day.AddYears(-3)),
        ("5Y", day => day.AddYears(-5)),
        ("10Y", day => day.AddYears(-10)),
    ];

    /// <summary>
    /// Each from the last close on or before the day so long before the last bar (YTD: the last of the year before); max from the first.
    /// </summary>
    /// <param name="bars">Oldest first; adjusted for splits and dividends, it is the total return.</param>
    /// <returns>One for each period, shortest first; none without bars.</returns>
    public static IReadOnlyList<PeriodReturn> Of(IReadOnlyList<DailyBar> bars)
    {
        if (bars.Count == 0)
            return [];
        var last = bars[^1].Date;
        return
        [
            .. Periods.Select(p => Since(bars, p.Period, last.Year > 10 ? LastUpTo(bars, p.Start(last)) : -1)),
            Since(bars, "max", 0),
        ];
    }

    /// <summary>(last close / first close) ^ (1 / years) - 1, a year being 365.25 calendar days.</summary>
    /// <param name="bars">Oldest first.</param>
    /// <returns>A fraction a year; null for less than a year.</returns>
    public static Figure Annual(IReadOnlyList<DailyBar> bars) =>
        Figure.Over(bars, bars.Count == 0 ? double.NaN : Rate(bars[0], bars[^1]));

    private static PeriodReturn Since(IReadOnlyList<DailyBar> bars, string period, int first)
    {
        var last = bars[^1];
        return first < 0
            ? new(period, null, null, null, last.Date, 0)
            : new(
                period, Figure.Known(DailyReturns.Between(bars[first].Close, last.Close)), Figure.Known(Rate(bars[first], last)),
                bars[first].Date, last.Date, bars.Count - first);
    }

    private static double Rate(DailyBar first, DailyBar last)
    {
        var isYear = first.Date < DateOnly.MaxValue.AddYears(-1) && first.Date.AddYears(1) <= last.Date;
        var years = (last.Date.DayNumber - first.Date.DayNumber) / DaysOfYear;
        return isYear && first.Close > 0 ? Math.Pow(last.Close / first.Close, 1 / years) - 1 : double.NaN;
    }

    /// <summary>The index of the last bar on or before a day; -1 if there is none.</summary>
    private static int LastUpTo(IReadOnlyList<DailyBar> bars, DateOnly day)
    {
        var (low, high) = (0, bars.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = bars[middle].Date <= day ? (middle + 1, high) : (low, middle);
        }
        return low - 1;
    }
}
