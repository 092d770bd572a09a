using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Returns;

/// <summary>The return of a calendar month or year.</summary>
/// <param name="Year">Like 2024.</param>
/// <param name="Month">1 to 12; null for a year.</param>
/// <param name="Value">A fraction: 0.1 is ten percent; null where the first close is 0 or less.</param>
/// <param name="From">The bar whose close it starts with: the last one before, for the first period its own first one.</param>
/// <param name="To">The last bar of the period; the newest period may not be over.</param>
/// <param name="Days">Bars from the first to the last, both included.</param>
public sealed record CalendarReturn(int Year, int? Month, double? Value, DateOnly From, DateOnly To, int Days);

/// <summary>Returns by calendar period, from the last close of the one before to the last close of its own.</summary>
public static class CalendarReturns
{
    /// <summary>One for each month that has a bar.</summary>
    /// <param name="bars">Oldest first.</param>
    public static IReadOnlyList<CalendarReturn> ByMonth(IReadOnlyList<DailyBar> bars) => By(bars, day => (day.Year, day.Month));

    /// <summary>One for each year that has a bar.</summary>
    /// <param name="bars">Oldest first.</param>
    public static IReadOnlyList<CalendarReturn> ByYear(IReadOnlyList<DailyBar> bars) => By(bars, day => (day.Year, null));

    private static List<CalendarReturn> By(IReadOnlyList<DailyBar> bars, Func<DateOnly, (int Year, int? Month)> periodOf)
    {
        var returns = new List<CalendarReturn>();
        var from = 0;
        for (var i = 0; i < bars.Count; i++)
        {
            var period = periodOf(bars[i].Date);
            if (i + 1 < bars.Count && periodOf(bars[i + 1].Date) == period)
                continue;
            returns.Add(new(
                period.Year, period.Month, Figure.Known(DailyReturns.Between(bars[from].Close, bars[i].Close)),
                bars[from].Date, bars[i].Date, i - from + 1));
            from = i;
        }
        return returns;
    }
}
