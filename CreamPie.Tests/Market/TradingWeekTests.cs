using CreamPie.Core.Analysis;
using CreamPie.Core.Market.Calendar;

namespace CreamPie.Tests.Market;

/// <summary>A week is a trading week of its exchange: days of one week have the same range, and the next begins after it.</summary>
public sealed class TradingWeekTests
{
    [Theory]
    [InlineData("NYQ", "America/New_York", "2025-11-02", "2025-10-27", "2025-11-02")]
    [InlineData("CCC", "UTC", "2025-11-02", "2025-10-27", "2025-11-02")]
    [InlineData("NSI", "Asia/Kolkata", "2026-02-01", "2026-01-26", "2026-02-01")] // a budget Sunday
    [InlineData("SAU", "Asia/Riyadh", "2025-11-02", "2025-11-01", "2025-11-07")]
    [InlineData("SAU", "Asia/Riyadh", "2025-11-06", "2025-11-01", "2025-11-07")]
    [InlineData("SAU", "Asia/Riyadh", "2012-06-16", "2012-06-16", "2012-06-22")] // Saturday to Wednesday, then
    [InlineData("SAU", "Asia/Riyadh", "2026-01-01", "2025-12-27", "2026-01-02")] // across the years
    [InlineData("KUW", "Asia/Kuwait", "2025-11-06", "2025-11-01", "2025-11-07")]
    [InlineData("DOH", "Asia/Qatar", "2025-11-02", "2025-11-01", "2025-11-07")]
    [InlineData("CAI", "Africa/Cairo", "2025-11-02", "2025-11-01", "2025-11-07")]
    [InlineData(null, "Asia/Amman", "2025-11-02", "2025-11-01", "2025-11-07")]
    [InlineData(null, "Asia/Dhaka", "2025-11-02", "2025-11-01", "2025-11-07")]
    [InlineData("TLV", "Asia/Jerusalem", "2022-02-10", "2022-02-05", "2022-02-11")]
    [InlineData("TLV", "Asia/Jerusalem", "2026-01-01", "2025-12-27", "2026-01-02")]
    [InlineData("TLV", "Asia/Jerusalem", "2026-01-04", "2026-01-03", "2026-01-11")] // the last Sunday and five days from Monday
    [InlineData("TLV", "Asia/Jerusalem", "2026-01-09", "2026-01-03", "2026-01-11")]
    [InlineData("TLV", "Asia/Jerusalem", "2026-01-12", "2026-01-12", "2026-01-18")]
    [InlineData("DFM", "Asia/Dubai", "2021-12-26", "2021-12-25", "2022-01-02")]
    [InlineData("DFM", "Asia/Dubai", "2022-01-03", "2022-01-03", "2022-01-09")]
    public void Week_holds_the_sessions_between_two_days_of_rest(string? exchange, string zone, string day, string first, string last) =>
        Assert.Equal(new DateRange(Day(first), Day(last)), TradingCalendar.For(exchange, zone).WeekOf(Day(day)));

    [Fact]
    public void Weeks_of_every_market_join_without_gap_or_overlap()
    {
        foreach (var zone in new[] { "America/New_York", "UTC", "Asia/Riyadh", "Asia/Jerusalem", "Asia/Dubai", "Asia/Tehran" })
        {
            var calendar = TradingCalendar.For(null, zone);
            for (var week = calendar.WeekOf(Day("2010-01-01")); week.Last < Day("2027-01-01"); week = calendar.WeekOf(week.Last.AddDays(1)))
            {
                for (var day = week.First; day <= week.Last; day = day.AddDays(1))
                    Assert.Equal(week, Interval.Weekly.Around(day, calendar));
            }
            Assert.Equal(DateOnly.MinValue, calendar.WeekOf(DateOnly.MinValue).First);
            Assert.Equal(DateOnly.MaxValue, calendar.WeekOf(DateOnly.MaxValue).Last);
        }
    }

    [Theory]
    [InlineData("Asia/Riyadh"), InlineData("Asia/Jerusalem"), InlineData("Asia/Dubai")]
    public void Weekdays_of_the_bars_give_the_weeks_of_an_unknown_exchange(string zone)
    {
        var known = TradingCalendar.For(null, zone);
        var days = Days("2019-01-06", 2_800).Where(known.IsSession).ToList();

        var seen = TradingCalendar.OfDays(days);

        Assert.Equal(days.Select(known.WeekOf), days.Select(seen.WeekOf));
        Assert.Equal(Days("2019-01-06", 2_800).Where(known.IsSession), Days("2019-01-06", 2_800).Where(seen.IsSession));
    }

    [Fact]
    public void Seven_days_a_week_and_a_rare_Sunday_leave_weeks_from_Monday()
    {
        var everyDay = TradingCalendar.OfDays([.. Days("2025-01-01", 100)]);
        var mumbai = TradingCalendar.OfDays([.. Days("2025-01-01", 100).Where(d => d == Day("2025-02-02") || IsWeekday(d))]);

        Assert.Equal((Day("2025-01-27"), true), (everyDay.WeekOf(Day("2025-02-02")).First, everyDay.IsSession(Day("2025-02-01"))));
        Assert.Equal((Day("2025-01-27"), false), (mumbai.WeekOf(Day("2025-02-02")).First, mumbai.IsSession(Day("2025-02-09"))));
        Assert.Equal(Day("2025-01-27"), TradingCalendar.OfDays([]).WeekOf(Day("2025-02-02")).First);
    }

    private static bool IsWeekday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static IEnumerable<DateOnly> Days(string first, int count) => Enumerable.Range(0, count).Select(i => Day(first).AddDays(i));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
