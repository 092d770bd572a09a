using CreamPie.Core.Market.Calendar;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Market;

public sealed class TradingCalendarTests
{
    private static readonly TradingCalendar NewYork = TradingCalendar.For("NMS", "America/New_York");

    [RealDataFact]
    public void New_York_closures_from_1990_to_2027_are_exact()
    {
        var holidays = Rows("nyse_holidays_1990-2027.csv").Select(row => Day(row[0])).ToHashSet();

        for (var day = new DateOnly(1990, 1, 1); day.Year <= 2027; day = day.AddDays(1))
        {
            var expected = day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(day);
            Assert.True(expected == NewYork.IsSession(day), $"{day:O}: expected a session: {expected}");
        }
    }

    [RealDataFact]
    public void New_York_early_closes_are_exact()
    {
        var early = Rows("nyse_early_closes_1990-2027.csv").ToDictionary(
            row => Day(row[0]), row => TimeOnly.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture));

        for (var day = new DateOnly(1990, 1, 1); day.Year <= 2028; day = day.AddDays(1))
        {
            if (!NewYork.IsSession(day))
                continue;
            var close = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(NewYork.CloseOf(day), NewYork.Zone));
            Assert.True(early.GetValueOrDefault(day, new TimeOnly(16, 0)) == close, $"{day:O} closes at {close}");
        }
    }

    [Theory]
    [InlineData("2025-03-07", "2025-03-07T21:00Z")] // the Friday before clocks go forward
    [InlineData("2025-03-10", "2025-03-10T20:00Z")]
    [InlineData("2025-10-31", "2025-10-31T20:00Z")]
    [InlineData("2025-11-03", "2025-11-03T21:00Z")]
    [InlineData("2025-11-28", "2025-11-28T18:00Z")] // the day after Thanksgiving
    public void Close_follows_daylight_saving(string day, string close)
    {
        Assert.Equal(Utc(close), NewYork.CloseOf(Day(day)));
        Assert.Equal(Utc(close).AddMinutes(30), NewYork.FinalFrom(Day(day)));
        Assert.Equal(DateTimeKind.Utc, NewYork.CloseOf(Day(day)).Kind);
    }

    [Theory]
    [InlineData("2025-06-13T20:29:59Z", "2025-06-12", "2025-06-13T20:30Z")]
    [InlineData("2025-06-13T20:30:00Z", "2025-06-13", "2025-06-16T20:30Z")]
    [InlineData("2025-06-15T12:00:00Z", "2025-06-13", "2025-06-16T20:30Z")]
    [InlineData("2025-06-19T22:00:00Z", "2025-06-18", "2025-06-20T20:30Z")] // Juneteenth
    [InlineData("2001-09-16T12:00:00Z", "2001-09-10", "2001-09-17T20:30Z")]
    public void Last_final_session_and_next_final_instant_are_found(string now, string last, string next)
    {
        Assert.Equal(Day(last), NewYork.LastFinalSession(Utc(now)));
        Assert.Equal(Utc(next), NewYork.NextFinal(Utc(now)));
    }

    [Theory]
    [InlineData("NMS", null)]
    [InlineData("nyq", "")]
    [InlineData("NasdaqGS", "America/New_York")]
    [InlineData(null, "America/New_York")]
    [InlineData("an exchange nobody knows", "America/New_York")]
    public void New_York_calendar_is_selected_by_exchange_or_zone(string? exchange, string? zone)
    {
        var calendar = TradingCalendar.For(exchange, zone);

        Assert.Equal("America/New_York", calendar.Zone.Id);
        Assert.False(calendar.IsSession(Day("2025-07-04")));
    }

    [Fact]
    public void Before_1990_only_Sundays_and_Saturdays_since_1952_are_closed()
    {
        Assert.True(NewYork.IsSession(Day("1987-12-25")));
        Assert.False(NewYork.IsSession(Day("1987-12-26")));
        Assert.False(NewYork.IsSession(Day("1952-06-07")));
        Assert.True(NewYork.IsSession(Day("1952-05-24")));
        Assert.False(NewYork.IsSession(Day("1929-10-27")));
    }

    [Fact]
    public void Crypto_trades_daily_until_midnight_UTC()
    {
        var calendars = new[] { TradingCalendar.For("CCC", "UTC"), TradingCalendar.For("CCC", null), TradingCalendar.For(null, "UTC") };
        foreach (var calendar in calendars)
        {
            Assert.True(calendar.IsSession(Day("2025-06-14")));
            Assert.Equal(Utc("2025-06-15T00:00Z"), calendar.CloseOf(Day("2025-06-14")));
            Assert.Equal(Day("2025-06-13"), calendar.LastFinalSession(Utc("2025-06-15T00:29Z")));
            Assert.Equal(Day("2025-06-14"), calendar.LastFinalSession(Utc("2025-06-15T00:30Z")));
            Assert.Equal(Utc("2025-06-15T00:30Z"), calendar.NextFinal(Utc("2025-06-15T00:10Z")));
        }
    }

    [Fact]
    public void Currencies_trade_Monday_to_Friday_in_any_zone()
    {
        foreach (var zone in new[] { "Europe/London", "UTC", "America/New_York", null })
        {
            var calendar = TradingCalendar.For("CCY", zone);
            Assert.False(calendar.IsSession(Day("2025-06-14")));
            Assert.True(calendar.IsSession(Day("2025-12-25")));
        }
        Assert.Equal(Utc("2025-06-13T23:00Z"), TradingCalendar.For("CCY", "Europe/London").CloseOf(Day("2025-06-13")));
    }

    [Fact]
    public void New_York_futures_ignore_stock_exchange_holidays()
    {
        var calendar = TradingCalendar.For("CMX", "America/New_York");

        Assert.True(calendar.IsSession(Day("2025-06-19")));
        Assert.Equal(Utc("2025-06-20T04:00Z"), calendar.CloseOf(Day("2025-06-19")));
    }

    [Theory]
    [InlineData("Asia/Riyadh", "2025-06-15", true)] // a Sunday
    [InlineData("Asia/Riyadh", "2025-06-13", false)]
    [InlineData("Asia/Riyadh", "2012-06-16", true)] // a Saturday, then a trading day
    [InlineData("Asia/Kuwait", "2025-06-15", true)]
    [InlineData("Asia/Qatar", "2025-06-14", false)]
    [InlineData("Asia/Bahrain", "2025-06-13", false)]
    [InlineData("Asia/Dubai", "2021-12-26", true)]
    [InlineData("Asia/Dubai", "2022-01-07", true)]
    [InlineData("Asia/Dubai", "2022-01-09", false)]
    [InlineData("Asia/Jerusalem", "2025-06-15", true)]
    [InlineData("Asia/Jerusalem", "2025-06-13", false)]
    [InlineData("Asia/Jerusalem", "2026-01-04", true)]
    [InlineData("Asia/Jerusalem", "2026-01-09", true)]
    [InlineData("Asia/Jerusalem", "2026-01-11", false)]
    [InlineData("Europe/Berlin", "2025-06-15", false)]
    [InlineData("Europe/Berlin", "2025-06-13", true)]
    public void Other_markets_use_the_weekdays_of_their_zone(string zone, string day, bool expected) =>
        Assert.Equal(expected, TradingCalendar.For("XXX", zone).IsSession(Day(day)));

    [Theory]
    [InlineData("Pacific/Auckland", "2025-06-13T12:00Z", "2025-06-14", "2025-06-12")]
    [InlineData("Pacific/Auckland", "2025-06-13T12:30Z", "2025-06-14", "2025-06-13")]
    [InlineData("Pacific/Honolulu", "2025-06-14T10:00Z", "2025-06-14", "2025-06-12")]
    [InlineData("Pacific/Honolulu", "2025-06-14T10:30Z", "2025-06-14", "2025-06-13")]
    [InlineData("Pacific/Honolulu", "2025-06-14T09:59Z", "2025-06-13", "2025-06-12")]
    public void Days_follow_the_exchange_on_both_sides_of_the_date_line(string zone, string now, string today, string last)
    {
        var calendar = TradingCalendar.For(null, zone);

        Assert.Equal(Day(today), calendar.DayOf(Utc(now)));
        Assert.Equal(Day(last), calendar.LastFinalSession(Utc(now)));
    }

    [Fact]
    public void Skipped_midnight_is_the_first_instant_of_the_next_day()
    {
        // In Santiago, clocks went from Saturday 24:00 to Sunday 01:00.
        var calendar = TradingCalendar.For("SGO", "America/Santiago");

        Assert.Equal(Utc("2025-09-07T04:00Z"), calendar.CloseOf(Day("2025-09-06")));
        Assert.Equal(Day("2025-09-07"), calendar.DayOf(Utc("2025-09-07T04:00Z")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Mars/Olympus_Mons")]
    public void Unknown_zone_means_UTC_Monday_to_Friday(string? zone)
    {
        var calendar = TradingCalendar.For(null, zone);

        Assert.Equal(TimeZoneInfo.Utc, calendar.Zone);
        Assert.True(calendar.IsSession(Day("2025-06-13")));
        Assert.False(calendar.IsSession(Day("2025-06-14")));
    }

    [Theory]
    [InlineData("NMS", "America/New_York")]
    [InlineData("CCC", "UTC")]
    [InlineData("JPX", "Asia/Tokyo")]
    [InlineData("SAU", "Asia/Riyadh")]
    public void Next_final_instant_is_when_the_last_final_session_changes(string exchange, string zone)
    {
        var calendar = TradingCalendar.For(exchange, zone);
        for (var now = Utc("2024-02-20T00:00Z"); now < Utc("2024-12-31T00:00Z"); now = now.AddHours(7))
        {
            var next = calendar.NextFinal(now);
            Assert.True(next > now);
            Assert.Equal(calendar.LastFinalSession(now), calendar.LastFinalSession(next.AddTicks(-1)));
            Assert.NotEqual(calendar.LastFinalSession(now), calendar.LastFinalSession(next));
        }
    }

    private static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(RealData.PathOf("calendar", file)).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(','));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static DateTime Utc(string text) =>
        DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal);
}
