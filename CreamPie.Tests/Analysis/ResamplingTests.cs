using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;

namespace CreamPie.Tests.Analysis;

public sealed class ResamplingTests
{
    private static readonly DateOnly LongAfter = new(2030, 1, 1);
    private static readonly TradingCalendar NewYork = TradingCalendar.For("NMS", null);

    [Fact]
    public void Week_from_Monday_to_Sunday_aggregates_its_days()
    {
        DailyBar[] days =
        [
            new(new(2024, 12, 30), 10, 12, 9, 11, 10.5, 100),
            new(new(2024, 12, 31), 11, 15, 10, 14, 13.5, 200),
            new(new(2025, 1, 2), 14, 14, 7, 8, 7.5, 300),
            new(new(2025, 1, 5), 8, 9, 8, 9, 8.5, 1),
            new(new(2025, 1, 6), 20, 21, 19, 20, 19.5, 5),
        ];

        var weeks = Resample(days, Interval.Weekly, LongAfter);

        Assert.Equal(
            [
                new(new(new(2024, 12, 30), 10, 15, 7, 9, 8.5, 601), new(2025, 1, 5)),
                new(new(new(2025, 1, 6), 20, 21, 19, 20, 19.5, 5), new(2025, 1, 6)),
            ],
            weeks);
    }

    [Fact]
    public void Value_unknown_on_every_day_is_unknown_for_the_period()
    {
        DailyBar[] days =
        [
            new(new(2024, 1, 2), null, null, 5, 6, 6, null),
            new(new(2024, 1, 3), 7, 8, null, 6, null, null),
        ];

        var month = Assert.Single(Resample(days, Interval.Monthly, LongAfter)).Bar;

        Assert.Equal(new DailyBar(new(2024, 1, 2), 7, 8, 5, 6, null, null), month);
    }

    [Theory]
    [InlineData(Interval.Weekly, "2024-06-16")]
    [InlineData(Interval.Monthly, "2024-06-30")]
    [InlineData(Interval.Quarterly, "2024-06-30")]
    [InlineData(Interval.Yearly, "2024-12-31")]
    public void Period_is_open_through_its_last_day_and_then_final(Interval interval, string last)
    {
        DailyBar[] days = [new(new(2024, 6, 13), 1, 1, 1, 1, 1, 1)];
        var end = DateOnly.Parse(last, System.Globalization.CultureInfo.InvariantCulture);

        Assert.False(Resample(days, interval, end)[0].Bar.Final);
        Assert.True(Resample(days, interval, end.AddDays(1))[0].Bar.Final);
    }

    [Fact]
    public void Later_bar_ends_a_period_unless_a_day_is_provisional()
    {
        DailyBar[] days =
        [
            new(new(2024, 5, 31), 1, 1, 1, 1, 1, 1),
            new(new(2024, 6, 3), 1, 1, 1, 1, 1, 1, Final: false),
            new(new(2024, 7, 1), 1, 1, 1, 1, 1, 1),
        ];

        Assert.Equal([true, false, false], Resample(days, Interval.Monthly, new(2024, 5, 31)).Select(m => m.Bar.Final));
    }

    [Theory]
    [InlineData(Interval.Weekly, "2024-06-14")]
    [InlineData(Interval.Monthly, "2024-06-28")]
    [InlineData(Interval.Quarterly, "2024-06-28")]
    [InlineData(Interval.Yearly, "2024-12-31")]
    public void Period_whose_data_stop_inside_it_is_never_final(Interval interval, string lastSession)
    {
        DailyBar[] days = [new(new(2024, 6, 12), 1, 1, 1, 1, 1, 1)];
        var last = DateOnly.Parse(lastSession, System.Globalization.CultureInfo.InvariantCulture);

        Assert.True(Through(last));
        Assert.False(Through(last.AddDays(-1)));

        bool Through(DateOnly end) =>
            Resampling.Resample(days, interval, new([new(days[0].Date, end)], NewYork), LongAfter)[0].Bar.Final;
    }

    [Fact]
    public void Months_between_two_documents_leave_their_periods_provisional()
    {
        DateRange[] documents = [new(new(2024, 8, 1), new(2025, 3, 31)), new(new(2024, 1, 2), new(2024, 6, 13))];
        DailyBar[] days = [.. new DateOnly[] { new(2024, 5, 31), new(2024, 6, 13), new(2024, 8, 1), new(2025, 3, 31) }
            .Select(d => new DailyBar(d, 1, 1, 1, 1, 1, 1))];

        Assert.Equal([true, false, true, true], Finals(Interval.Monthly));
        Assert.Equal([false, false], Finals(Interval.Yearly));

        IEnumerable<bool> Finals(Interval interval) =>
            Resampling.Resample(days, interval, new(documents, NewYork), LongAfter).Select(p => p.Bar.Final);
    }

    [Fact]
    public void Holidays_between_two_documents_are_no_missing_sessions()
    {
        var tokyo = TradingCalendar.For("JPX", "Asia/Tokyo");
        DateRange[] documents = [new(new(2024, 1, 4), new(2024, 12, 30)), new(new(2025, 1, 6), new(2025, 6, 30))];
        DailyBar[] days = [.. new DateOnly[] { new(2024, 12, 30), new(2025, 1, 6) }.Select(d => new DailyBar(d, 1, 1, 1, 1, 1, 1))];

        Assert.Equal([true, false], Resampling.Resample(days, Interval.Yearly, new(documents, tokyo), LongAfter).Select(p => p.Bar.Final));
    }

    [Theory]
    [InlineData(Interval.Weekly)]
    [InlineData(Interval.Monthly)]
    [InlineData(Interval.Quarterly)]
    [InlineData(Interval.Yearly)]
    public void Periods_partition_the_days_and_keep_volume_and_extremes(Interval interval)
    {
        var random = new Random(11);
        var days = Enumerable.Range(0, 3_000)
            .Select(i => new DateOnly(1999, 3, 5).AddDays(i))
            .Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && random.Next(20) > 0)
            .Select(d => (Day: d, Low: 50 + random.NextDouble() * 20, Range: random.NextDouble() * 5))
            .Select(d => new DailyBar(
                d.Day, d.Low + d.Range / 2, d.Low + d.Range, d.Low, d.Low + d.Range / 3, d.Low, random.Next(1_000_000)))
            .ToList();

        var periods = Resample(days, interval, LongAfter);

        var expected = days.GroupBy(d => Label(interval, d.Date)).Select(g => new DailyBar(
            g.First().Date, g.First().Open, g.Max(d => d.High), g.Min(d => d.Low),
            g.Last().Close, g.Last().AdjClose, g.Sum(d => d.Volume)));
        Assert.Equal(expected, periods.Select(p => p.Bar));
        Assert.Equal(days.Count, Resample(days, Interval.Daily, LongAfter).Count);
    }

    [Fact]
    public void Calendar_periods_work_at_both_ends_of_the_calendar()
    {
        foreach (var interval in Enum.GetValues<Interval>())
        {
            Assert.Equal(DateOnly.MinValue, interval.Around(DateOnly.MinValue, NewYork).First);
            Assert.Equal(DateOnly.MaxValue, interval.Around(DateOnly.MaxValue, NewYork).Last);
        }
    }

    /// <summary>Of one document that is much longer than its days here.</summary>
    private static IReadOnlyList<PeriodBar> Resample(IReadOnlyList<DailyBar> days, Interval interval, DateOnly today) =>
        Resampling.Resample(days, interval, new([new(days[0].Date, LongAfter)], NewYork), today);

    private static string Label(Interval interval, DateOnly day) => interval switch
    {
        Interval.Weekly => $"{System.Globalization.ISOWeek.GetYear(day)}w{System.Globalization.ISOWeek.GetWeekOfYear(day)}",
        Interval.Monthly => $"{day.Year}m{day.Month}",
        Interval.Quarterly => $"{day.Year}q{(day.Month + 2) / 3}",
        _ => $"{day.Year}",
    };
}
