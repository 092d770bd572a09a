using CreamPie.Core.Analysis;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Web.Components.Charts;

namespace CreamPie.Tests.Components.Charts;

public sealed class ChartViewTests
{
    private static readonly DateOnly Last = new(2026, 11, 20);
    private static readonly TradingCalendar NewYork = TradingCalendar.For("NMS", null);

    [Fact]
    public void Default_view_is_one_year_split_adjusted_at_automatic_interval()
    {
        var view = ChartView.Parse(null, null, null);

        Assert.Equal(new ChartView(ChartRange.OneYear, null, PriceAdjustment.Splits), view);
        Assert.Equal("", view.ToQuery());
    }

    [Fact]
    public void Every_view_round_trips_through_the_address()
    {
        foreach (var range in ChartRanges.Each)
        {
            foreach (var interval in Enum.GetValues<Interval>().Cast<Interval?>().Append(null))
            {
                foreach (var adjust in Enum.GetValues<PriceAdjustment>())
                {
                    var view = new ChartView(range, interval, adjust);
                    Assert.Equal(view, Read(view.ToQuery()));
                }
            }
        }
    }

    [Theory]
    [InlineData("5Y", "1WK", "ALL", "?range=5y&interval=1wk&adjust=all")]
    [InlineData("ytd", "auto", "none", "?range=ytd&adjust=none")]
    [InlineData("7w", "2d", "maybe", "")]
    [InlineData("", "", "", "")]
    [InlineData("4", "0", "2", "")]
    [InlineData("<b>", "1d&x=1", "all ", "")]
    public void View_names_ignore_case_and_unknown_ones_mean_the_default(string range, string interval, string adjust, string query) =>
        Assert.Equal(query, ChartView.Parse(range, interval, adjust).ToQuery());

    [Theory]
    [InlineData(ChartRange.OneMonth, "2026-10-21"), InlineData(ChartRange.ThreeMonths, "2026-08-21")]
    [InlineData(ChartRange.SixMonths, "2026-05-21"), InlineData(ChartRange.YearToDate, "2026-01-01")]
    [InlineData(ChartRange.OneYear, "2025-11-21"), InlineData(ChartRange.TwoYears, "2024-11-21")]
    [InlineData(ChartRange.FiveYears, "2021-11-21"), InlineData(ChartRange.TenYears, "2016-11-21"), InlineData(ChartRange.All, null)]
    public void Range_counts_back_from_the_last_bar(ChartRange range, string? from) =>
        Assert.Equal(from, range.From(Last)?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Range_stops_at_the_earliest_date() => Assert.Null(ChartRange.TenYears.From(new DateOnly(3, 1, 1)));

    [Fact]
    public void Interval_longer_than_the_range_still_has_one_bar()
    {
        Assert.Equal(new DateOnly(2026, 1, 1), new ChartView(ChartRange.OneMonth, Interval.Yearly).From(Last, NewYork));
        Assert.Equal(new DateOnly(2026, 10, 19), new ChartView(ChartRange.OneMonth, Interval.Weekly).From(Last, NewYork));
        Assert.Equal(
            new DateOnly(2026, 10, 17),
            new ChartView(ChartRange.OneMonth, Interval.Weekly).From(Last, TradingCalendar.For("SAU", "Asia/Riyadh")));
        Assert.Equal(new DateOnly(2026, 10, 21), new ChartView(ChartRange.OneMonth).From(Last, NewYork));
    }

    [Fact]
    public void API_request_matches_the_drawn_view()
    {
        var view = new ChartView(ChartRange.FiveYears, null, PriceAdjustment.All);

        Assert.Equal(
            "/api/stock-data/%5EGSPC/bars?from=2021-11-21&interval=1wk&adjust=all&format=csv",
            view.ToApiPath("^GSPC", Last, NewYork, Interval.Weekly, "csv"));
        Assert.Equal(
            "/api/stock-data/F/bars?from=2021-11-21&interval=auto&max=300&adjust=all",
            view.ToApiPath("F", Last, NewYork, drawn: null));
        Assert.Equal(
            "/api/stock-data/F/bars?interval=1d&adjust=splits",
            new ChartView(ChartRange.All, Interval.Daily).ToApiPath("F", Last, NewYork, drawn: null));
    }

    private static ChartView Read(string query)
    {
        var parts = System.Web.HttpUtility.ParseQueryString(query);
        return ChartView.Parse(parts["range"], parts["interval"], parts["adjust"]);
    }
}
