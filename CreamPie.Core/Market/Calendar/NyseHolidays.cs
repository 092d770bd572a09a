namespace CreamPie.Core.Market.Calendar;

/// <summary>
/// When the New York exchanges are closed and when they close early, by rule (NYSE Rule 7.2), so that no list runs out.
/// Exact from 1990 on. Before 1990 it is lenient, so that old history raises no false findings: only weekends count as
/// closed, and Saturdays only from June 1952 on (the last Saturday session was 1952-05-24).
/// </summary>
internal static class NyseHolidays
{
    public const int FirstExactYear = 1990;

    private static readonly DateOnly FirstClosedSaturdays = new(1952, 6, 1);
    private static readonly TimeOnly Regular = new(16, 0);
    private static readonly TimeOnly Early = new(13, 0);
    private static readonly TimeOnly EarlyBefore1993 = new(14, 0);

    private static readonly HashSet<DateOnly> SpecialClosings =
    [
        new(1994, 4, 27), // President Nixon's funeral
        new(2001, 9, 11), new(2001, 9, 12), new(2001, 9, 13), new(2001, 9, 14),
        new(2004, 6, 11), // President Reagan's funeral
        new(2007, 1, 2), // President Ford's funeral
        new(2012, 10, 29), new(2012, 10, 30), // Hurricane Sandy
        new(2018, 12, 5), // President G. H. W. Bush's funeral
        new(2025, 1, 9), // President Carter's funeral
    ];

    private static readonly HashSet<DateOnly> SpecialEarlyCloses = [new(1997, 12, 26), new(1999, 12, 31), new(2003, 12, 26)];

    public static bool IsSession(DateOnly day)
    {
        if (day.DayOfWeek == DayOfWeek.Sunday || day.DayOfWeek == DayOfWeek.Saturday && day >= FirstClosedSaturdays)
            return false;
        return day.Year < FirstExactYear || IsSessionByRule(day);
    }

    /// <summary>The same rules for every year: likely, though not certain, before 1990.</summary>
    public static bool IsSessionByRule(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !IsHoliday(day) && !SpecialClosings.Contains(day);

    /// <summary>New York time. Before 1990 always 16:00, the latest closing time in use then.</summary>
    public static TimeOnly CloseOf(DateOnly day)
    {
        if (day.Year < FirstExactYear || !IsEarlyClose(day))
            return Regular;
        return day.Year < 1993 ? EarlyBefore1993 : Early;
    }

    private static bool IsHoliday(DateOnly day) => day.Month switch
    {
        1 => day == OnWeekday(new DateOnly(day.Year, 1, 1), saturdayMovesToFriday: false)
            || day.Year >= 1998 && day == Nth(DayOfWeek.Monday, 3, day.Year, 1),
        2 => day == Nth(DayOfWeek.Monday, 3, day.Year, 2),
        3 or 4 => day == EasterSunday(day.Year).AddDays(-2),
        5 => day.DayOfWeek == DayOfWeek.Monday && day.Day > 24,
        6 => day.Year >= 2022 && day == OnWeekday(new DateOnly(day.Year, 6, 19)),
        7 => day == OnWeekday(new DateOnly(day.Year, 7, 4)),
        9 => day == Nth(DayOfWeek.Monday, 1, day.Year, 9),
        11 => day == Thanksgiving(day.Year),
        12 => day == OnWeekday(new DateOnly(day.Year, 12, 25)),
        _ => false,
    };

    private static bool IsEarlyClose(DateOnly day)
    {
        if (SpecialEarlyCloses.Contains(day))
            return true;
        return (day.Month, day.Day) switch
        {
            (7, 3) => day.Year >= 1995 && (day.DayOfWeek != DayOfWeek.Wednesday || day.Year >= 2013),
            (7, 5) => day.Year is >= 1995 and < 2013 && day.DayOfWeek == DayOfWeek.Friday,
            (11, _) => day.Year >= 1992 && day == Thanksgiving(day.Year).AddDays(1),
            (12, 24) => true,
            _ => false,
        };
    }

    /// <summary>Rule 7.2 keeps the Friday open when New Year's Day is a Saturday: it ends an accounting period.</summary>
    private static DateOnly OnWeekday(DateOnly holiday, bool saturdayMovesToFriday = true) => holiday.DayOfWeek switch
    {
        DayOfWeek.Saturday when saturdayMovesToFriday => holiday.AddDays(-1),
        DayOfWeek.Sunday => holiday.AddDays(1),
        _ => holiday,
    };

    private static DateOnly Thanksgiving(int year) => Nth(DayOfWeek.Thursday, 4, year, 11);

    private static DateOnly Nth(DayOfWeek weekday, int n, int year, int month)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((7 + weekday - first.DayOfWeek) % 7 + 7 * (n - 1));
    }

    /// <summary>The anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).</summary>
    private static DateOnly EasterSunday(int year)
    {
        var a = year % 19;
        var (b, c) = Math.DivRem(year, 100);
        var (d, e) = Math.DivRem(b, 4);
        var g = (b - (b + 8) / 25 + 1) / 3;
        var h = (19 * a + b - d - g + 15) % 30;
        var (i, k) = Math.DivRem(c, 4);
        var l = (32 + 2 * e + 2 * i - h - k) % 7;
        var m = (a + 11 * h + 22 * l) / 451;
        var (month, day) = Math.DivRem(h + l - 7 * m + 114, 31);
        return new DateOnly(year, month, day + 1);
    }
}
