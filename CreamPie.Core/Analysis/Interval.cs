using CreamPie.Core.Market.Calendar;

namespace CreamPie.Core.Analysis;

/// <summary>The period that one bar covers, finest first.</summary>
public enum Interval
{
    /// <summary>One session.</summary>
    Daily,

    /// <summary>A trading week of the exchange: Monday to Sunday (ISO 8601), or Saturday to Friday where it rests on Friday.</summary>
    Weekly,

    /// <summary>A calendar month.</summary>
    Monthly,

    /// <summary>A calendar quarter.</summary>
    Quarterly,

    /// <summary>A calendar year.</summary>
    Yearly,
}

/// <summary>The API's words for intervals, and the calendar periods they stand for.</summary>
public static class Intervals
{
    private static readonly string[] Words = ["1d", "1wk", "1mo", "3mo", "1y"];

    /// <summary>1d, 1wk, 1mo, 3mo or 1y.</summary>
    public static string Word(this Interval interval) => Words[(int)interval];

    /// <summary>Reads 1d, 1wk, 1mo, 3mo or 1y, lower case; false for any other text.</summary>
    public static bool TryParse(string word, out Interval interval)
    {
        var index = Array.IndexOf(Words, word);
        interval = (Interval)Math.Max(0, index);
        return index >= 0;
    }

    /// <summary>The whole period that contains the day, cut off at the ends of the calendar.</summary>
    /// <param name="interval">Weekly: the week is the exchange's; longer ones are those of the calendar.</param>
    /// <param name="day">A day of the exchange's zone.</param>
    /// <param name="calendar">The exchange's.</param>
    public static DateRange Around(this Interval interval, DateOnly day, TradingCalendar calendar) => interval switch
    {
        Interval.Weekly => calendar.WeekOf(day),
        Interval.Monthly => Months(day.Year, day.Month, 1),
        Interval.Quarterly => Months(day.Year, (day.Month - 1) / 3 * 3 + 1, 3),
        Interval.Yearly => Months(day.Year, 1, 12),
        _ => new(day, day),
    };

    private static DateRange Months(int year, int first, int count)
    {
        var last = first + count - 1;
        return new(new DateOnly(year, first, 1), new DateOnly(year, last, DateTime.DaysInMonth(year, last)));
    }
}
