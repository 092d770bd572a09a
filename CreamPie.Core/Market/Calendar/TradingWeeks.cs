namespace CreamPie.Core.Market.Calendar;

/// <summary>The weeks of markets without a calendar of their own: by the exchange's zone (IANA), or by the weekdays of bars.</summary>
internal static class TradingWeeks
{
    /// <summary>Sunday 2026-01-04 was the last Sunday session, Monday the next day's.</summary>
    private static readonly DateOnly TelAvivMondayToFriday = new(2026, 1, 5);
    private static readonly DateOnly TelAvivMondays = new(2026, 1, 12);

    /// <summary>The weekend moved with the year; Monday 2022-01-03 was the first session.</summary>
    private static readonly DateOnly DubaiMondayToFriday = new(2022, 1, 1);
    private static readonly DateOnly DubaiMondays = new(2022, 1, 3);

    /// <summary>Between 2003 and this day the Gulf moved from Saturday to Sunday, each state on its own date.</summary>
    private static readonly DateOnly GulfSundayToThursday = new(2013, 6, 29);

    /// <summary>So many weekend sessions for one on Friday mean that Friday is the day of rest; a seven-day market has two.</summary>
    private const int FewFridays = 4;

    private static readonly TradingWeek Gulf = new(IsGulfSession, DateOnly.MaxValue);
    private static readonly TradingWeek SundayToThursday = new(IsSundayToThursday, DateOnly.MaxValue);

    public static TradingWeek OfZone(string zone) => zone switch
    {
        "Asia/Riyadh" or "Asia/Kuwait" or "Asia/Qatar" or "Asia/Bahrain" or "Asia/Muscat" or "Asia/Aden" => Gulf,
        "Asia/Dubai" => new(day => day >= DubaiMondayToFriday ? TradingWeek.IsMondayToFriday(day) : IsGulfSession(day), DubaiMondays),
        "Asia/Jerusalem" or "Asia/Tel_Aviv" or "Israel" => new(
            day => day >= TelAvivMondayToFriday ? TradingWeek.IsMondayToFriday(day) : IsSundayToThursday(day), TelAvivMondays),
        "Africa/Cairo" or "Egypt" or "Africa/Algiers" or "Africa/Khartoum" or "Africa/Tripoli" or "Asia/Amman" or "Asia/Baghdad"
            or "Asia/Damascus" or "Asia/Dhaka" or "Asia/Dacca" or "Asia/Gaza" or "Asia/Hebron" or "Asia/Kathmandu" or "Asia/Katmandu"
            or "Indian/Maldives" => SundayToThursday,
        "Asia/Tehran" or "Iran" => new(day => day.DayOfWeek is not (DayOfWeek.Thursday or DayOfWeek.Friday), DateOnly.MaxValue),
        "UTC" or "Etc/UTC" => TradingWeek.EveryDay,
        _ => TradingWeek.MondayToFriday,
    };

    /// <summary>The week that the bars of an unknown exchange show; Monday to Friday if they show no other.</summary>
    /// <param name="days">Days of all its bars, oldest first.</param>
    public static TradingWeek OfDays(IReadOnlyList<DateOnly> days)
    {
        int weekends = 0, fridays = 0, fridaysBefore = 0;
        var hasSaturdays = false;
        var lastWeekend = DateOnly.MinValue;
        DateOnly? firstFriday = null;
        foreach (var day in days)
        {
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                (weekends, lastWeekend, fridaysBefore, firstFriday) = (weekends + 1, day, fridays, null);
            hasSaturdays |= day.DayOfWeek == DayOfWeek.Saturday;
            if (day.DayOfWeek == DayOfWeek.Friday)
                (fridays, firstFriday) = (fridays + 1, firstFriday ?? day);
        }
        // A market from Monday to Friday may have a session on a Sunday once in a while (Diwali in Mumbai).
        if (fridaysBefore * FewFridays >= weekends)
            return weekends * 2 > fridaysBefore * 3 ? TradingWeek.EveryDay : TradingWeek.MondayToFriday;
        Func<DateOnly, bool> before = hasSaturdays ? day => day.DayOfWeek != DayOfWeek.Friday : IsSundayToThursday;
        return firstFriday is { } friday ? Changed(before, lastWeekend, friday) : new(before, DateOnly.MaxValue);
    }

    /// <summary>A market that traded on Sundays until one day, and on Fridays from another.</summary>
    private static TradingWeek Changed(Func<DateOnly, bool> before, DateOnly lastWeekend, DateOnly friday) => new(
        day => day > lastWeekend
            ? TradingWeek.IsMondayToFriday(day) && (day.DayOfWeek != DayOfWeek.Friday || day >= friday)
            : before(day),
        lastWeekend.AddDays(lastWeekend.DayOfWeek == DayOfWeek.Saturday ? 9 : 8));

    private static bool IsGulfSession(DateOnly day) =>
        day >= GulfSundayToThursday ? IsSundayToThursday(day) : day.DayOfWeek != DayOfWeek.Friday;

    private static bool IsSundayToThursday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Friday or DayOfWeek.Saturday);
}
