using CreamPie.Core.Market.Calendar;

namespace CreamPie.Web.Simulator.Exchange;

/// <summary>New York's sessions, whose hours and holidays the simulated market keeps.</summary>
internal static class MarketHours
{
    public const string Zone = "America/New_York";

    private static readonly TradingCalendar Calendar = TradingCalendar.For("NYQ", Zone);
    private static readonly TimeOnly Opening = new(9, 30);

    public static DateOnly DayOf(DateTime utc) => Calendar.DayOf(utc);

    public static DateTime OpenOf(DateOnly day) => TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(Opening), Calendar.Zone);

    public static DateTime CloseOf(DateOnly day) => Calendar.CloseOf(day);

    public static TimeSpan OffsetAt(DateTime utc) => Calendar.Zone.GetUtcOffset(utc);

    public static bool IsSummerAt(DateTime utc) => Calendar.Zone.IsDaylightSavingTime(utc);

    public static IEnumerable<DateOnly> Sessions(DateOnly from, DateOnly through)
    {
        for (var day = from; day <= through; day = day.AddDays(1))
        {
            if (TradingCalendar.IsNewYorkSession(day))
                yield return day;
        }
    }

    /// <summary>The newest session that has started.</summary>
    public static DateOnly LastBegun(DateTime utc)
    {
        var day = DayOf(utc);
        while (!TradingCalendar.IsNewYorkSession(day) || OpenOf(day) > utc)
            day = day.AddDays(-1);
        return day;
    }
}
