using CreamPie.Core.Analysis;
using CreamPie.Core.Analysis.Returns;
using static CreamPie.Tests.Analysis.Returns.Closes;

namespace CreamPie.Tests.Analysis.Returns;

public sealed class ReturnsTests
{
    [Fact]
    public void Return_after_a_close_of_zero_is_unknown() =>
        Assert.Equal([null, 0.5, -1, null, null, 1], DailyReturns.Of(Closes.Of(2, 3, 0, -1, 4, 8)));

    [Fact]
    public void Period_longer_than_the_history_has_no_return()
    {
        var returns = PeriodReturns.Of(Closes.Of(("2023-11-30", 50), ("2024-01-02", 80), ("2024-01-31", 100)));

        Assert.Equal([1, null, null, 1, null, null, null, null, 1], returns.Select(r => r.Value));
        Assert.Equal(
            new PeriodReturn("YTD", 1, null, Day("2023-11-30"), Day("2024-01-31"), 3), returns.Single(r => r.Period == "YTD"));
        Assert.Equal(new PeriodReturn("3M", null, null, null, Day("2024-01-31"), 0), returns[1]);
        Assert.All(returns, r => Assert.Null(r.Annual));
    }

    [Fact]
    public void Month_starts_with_the_last_close_up_to_its_day()
    {
        var returns = PeriodReturns.Of(Closes.Of(("2024-02-28", 10), ("2024-02-29", 20), ("2024-03-01", 40), ("2024-03-31", 80)));

        Assert.Equal((3, Day("2024-02-29")), (returns[0].Value, returns[0].From));
    }

    [Fact]
    public void Year_to_date_starts_with_the_last_close_of_the_year_before()
    {
        var everyDay = Closes.Of(("2023-12-31", 50), ("2024-01-01", 80), ("2024-01-31", 100));

        Assert.Equal((1, Day("2023-12-31")), (PeriodReturns.Of(everyDay)[3].Value, PeriodReturns.Of(everyDay)[3].From));
    }

    [Fact]
    public void Growth_rate_needs_a_year_and_prices_above_zero()
    {
        Assert.Null(PeriodReturns.Annual(Closes.Of(("2023-03-01", 100), ("2024-02-29", 200))).Value);
        Assert.Null(PeriodReturns.Annual(Closes.Of(("2020-03-01", 0), ("2024-02-29", 200))).Value);
        Assert.Equal(1, PeriodReturns.Annual(Closes.Of(("2020-01-01", 100), ("2024-01-01", 1_600))).Value!.Value, 1e-12);
        Assert.Equal(new Figure(null, null, null, 0), PeriodReturns.Annual([]));
    }

    [Fact]
    public void First_days_of_the_calendar_have_nothing_before_them()
    {
        var bars = Closes.Of(("0001-01-01", 10), ("0001-01-02", 20)).Select(b => b with { Volume = 5 }).ToList();

        Assert.Equal([null, null, null, null, null, null, null, null, 1], PeriodReturns.Of(bars).Select(r => r.Value));
        Assert.Equal((5, 1), (AverageVolume.Of(bars).Value, AverageVolume.Of(bars).Days));
        Assert.Equal(DateOnly.MinValue, DividendYield.Of([], bars[1].Date, 20).From);
    }

    [Fact]
    public void Calendar_returns_start_with_the_close_before_their_period()
    {
        var bars = Closes.Of(("2023-12-28", 50), ("2023-12-29", 100), ("2024-01-02", 90), ("2024-01-31", 110), ("2024-03-01", 55));

        Assert.Equal(
            [
                new(2023, 12, 1, Day("2023-12-28"), Day("2023-12-29"), 2),
                new(2024, 1, 0.1, Day("2023-12-29"), Day("2024-01-31"), 3),
                new(2024, 3, -0.5, Day("2024-01-31"), Day("2024-03-01"), 2),
            ],
            CalendarReturns.ByMonth(bars));
        Assert.Equal([(2023, (int?)null, 1), (2024, null, -0.45)], CalendarReturns.ByYear(bars).Select(y => (y.Year, y.Month, y.Value)));
        Assert.Empty(CalendarReturns.ByMonth([]));
    }

    [Fact]
    public void Bins_hold_every_return_once_whatever_the_series()
    {
        var random = new Random(5);
        foreach (var size in (double[])[1e-6, 0.01, 0.5])
        {
            var close = 100.0;
            var bars = Closes.Of([.. Enumerable.Range(0, 2_000).Select(_ => close *= 1 + (random.NextDouble() - 0.5) * size)]);
            var bins = ReturnHistogram.Of(bars).Bins;

            Assert.Equal(1_999, bins.Sum(b => b.Count));
            Assert.InRange(bins.Count, 8, 34);
            Assert.Contains(bins, b => b.From == 0);
            Assert.All(bins.Zip(bins.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
            Assert.Equal((null, null), (bins[0].From, bins[^1].To));
            var inside = bins[bins.Count / 2];
            Assert.Equal(DailyReturns.Of(bars).Count(r => r >= inside.From && r < inside.To), inside.Count);
        }
    }

    [Fact]
    public void Equal_returns_stand_in_one_bin_and_none_in_no_bin()
    {
        Assert.Equal([new ReturnBin(null, null, 3)], ReturnHistogram.Of(Closes.Of(5, 5, 5, 5)).Bins);
        Assert.Empty(ReturnHistogram.Of(Closes.Of(5)).Bins);
        Assert.Null(ReturnHistogram.Of([]).Mean.Value);
    }

    [Fact]
    public void Dates_before_one_series_began_are_not_left_out()
    {
        var longer = Closes.Of(("2024-01-01", 1), ("2024-01-02", 2), ("2024-01-03", 3), ("2024-01-05", 5), ("2024-01-08", 8));
        var shorter = Closes.Of(("2024-01-02", 20), ("2024-01-04", 40), ("2024-01-05", 50));

        var common = CommonDates.Of([longer, shorter]);

        Assert.Equal([Day("2024-01-02"), Day("2024-01-05")], common.Dates);
        Assert.Equal([(Day("2024-01-03"), 1), (Day("2024-01-04"), 0)], common.LeftOut.Select(d => (d.Date, d.Missing.Single())));
        Assert.Equal([100, 250], Rebasing.ToHundred(common.Series[0]));
        Assert.Equal([100, 250], Rebasing.ToHundred(common.Series[1]));
    }

    [Fact]
    public void Series_without_common_dates_have_nothing_to_compare()
    {
        Assert.Empty(CommonDates.Of([Closes.Of(1, 2), []]).Dates);
        Assert.Single(CommonDates.Of([Closes.Of(("9999-12-31", 1)), Closes.Of(("0001-01-01", 1), ("9999-12-31", 1))]).Dates);
        Assert.Empty(CommonDates.Of([Closes.Of(("2024-01-01", 1)), Closes.Of(("2024-01-02", 1))]).Dates);
        Assert.Equal([null, null], Rebasing.ToHundred(Closes.Of(0, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => CommonDates.Of([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CommonDates.Of([.. Enumerable.Repeat(Closes.Of(1), 11)]));
    }

    [Fact]
    public void Yield_counts_the_ex_dates_of_twelve_months()
    {
        (DateOnly, double)[] dividends = [(Day("2023-03-01"), 9), (Day("2023-03-02"), 1), (Day("2024-03-01"), 2), (Day("2024-03-02"), 9)];

        Assert.Equal(new(0.06, 3, 2, Day("2023-03-02"), Day("2024-03-01")), DividendYield.Of(dividends, Day("2024-03-01"), 50));
        Assert.Null(DividendYield.Of(dividends, Day("2024-03-01"), 0).Value);
    }

    [Fact]
    public void Average_volume_skips_unknown_volumes_and_older_bars()
    {
        var bars = Closes.Of(("2023-12-01", 1), ("2023-12-02", 1), ("2024-01-01", 1), ("2024-03-01", 1))
            .Zip((long?[])[1_000, 10, null, 30], (bar, volume) => bar with { Volume = volume }).ToList();

        Assert.Equal(new Figure(20, Day("2023-12-02"), Day("2024-03-01"), 2), AverageVolume.Of(bars));
        Assert.Null(AverageVolume.Of(Closes.Of(1, 2)).Value);
        Assert.Null(AverageVolume.Of([]).Value);
    }
}
