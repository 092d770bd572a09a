namespace CreamPie.Core.Market.Calendar;

/// <summary>The weekdays on which markets without a calendar of their own trade, by the exchange's zone (IANA).</summary>
internal static class TradingWeek
{
    private static readonly DateOnly TelAvivMondayToFriday = new(2026, 1, 5);
    private static readonly DateOnly DubaiMondayToFriday = new(2022, 1, 3);

    /// <summary>Between 2003 and this day the Gulf moved from Saturday to Sunday, each state on its own date.</summary>
    private static readonly DateOnly GulfSundayToThursday = new(2013, 6, 29);

    public static bool EveryDay(DateOnly day) => true;

    public static bool MondayToFriday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    public static Func<DateOnly, bool> Of(string zone) => zone switch
    {
        "Asia/Riyadh" or "Asia/Kuwait" or "Asia/Qatar" or "Asia/Bahrain" or "Asia/Muscat" => Gulf,
        "Asia/Dubai" => day => day >= DubaiMondayToFriday ? MondayToFriday(day) : Gulf(day),
        "Asia/Jerusalem" or "Asia/Tel_Aviv" => day => day >= TelAvivMondayToFriday ? MondayToFriday(day) : SundayToThursday(day),
        "Africa/Cairo" or "Asia/Amman" => SundayToThursday,
        "UTC" or "Etc/UTC" => EveryDay,
        _ => MondayToFriday,
    };

    private static bool Gulf(DateOnly day) =>
        day >= GulfSundayToThursday ? SundayToThursday(day) : day.DayOfWeek != DayOfWeek.Friday;

    private static bool SundayToThursday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Friday or DayOfWeek.Saturday);
}
