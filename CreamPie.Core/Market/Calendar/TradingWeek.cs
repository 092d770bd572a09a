namespace CreamPie.Core.Market.Calendar;

/// <summary>
/// The sessions of a market, and its weeks: from Monday to Sunday, or from Saturday to Friday where Friday is the day
/// of rest. A market that gave up the Sunday changes once.
/// </summary>
/// <param name="IsSession">True if the market trades on a day.</param>
/// <param name="MondaysFrom">First Monday that begins a week; weeks before it begin on Saturday.</param>
internal sealed record TradingWeek(Func<DateOnly, bool> IsSession, DateOnly MondaysFrom)
{
    public static readonly TradingWeek EveryDay = new(_ => true, DateOnly.MinValue);
    public static readonly TradingWeek MondayToFriday = new(IsMondayToFriday, DateOnly.MinValue);

    private const int Days = 7;
    private const int LongestWeek = 9;

    /// <summary>Cut off at the ends of the calendar.</summary>
    public DateRange Around(DateOnly day)
    {
        if (day >= MondaysFrom)
            return SevenDays(Since(day, DayOfWeek.Monday));
        var first = Since(day, DayOfWeek.Saturday);
        // From the last Sunday session to the next Monday no weekend lay between: they are one week.
        return MondaysFrom != DateOnly.MaxValue && first >= MondaysFrom.DayNumber - LongestWeek
            ? new(MondaysFrom.AddDays(-LongestWeek), MondaysFrom.AddDays(-1))
            : SevenDays(first);
    }

    public static bool IsMondayToFriday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The number of the last such weekday, the day itself included; negative before the calendar begins.</summary>
    private static int Since(DateOnly day, DayOfWeek weekday) => day.DayNumber - (Days + day.DayOfWeek - weekday) % Days;

    private static DateRange SevenDays(int first) => new(
        DateOnly.FromDayNumber(Math.Max(0, first)),
        DateOnly.FromDayNumber(Math.Min(first + Days - 1, DateOnly.MaxValue.DayNumber)));
}
