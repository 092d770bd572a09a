using CreamPie.Core.Analysis;
using CreamPie.Core.Analysis.Indicators.Catalog;
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
        var view = ChartView.Parse(_ => null);

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
        Assert.Equal(
            query,
            ChartView.Parse(key => key switch { "range" => range, "interval" => interval, "adjust" => adjust, _ => null }).ToQuery());

    [Theory]
    [InlineData("?from=1985-02-11&to=1987-01-05")]
    [InlineData("?range=all&scale=log&type=hollow&ind=sma%2820%29,macd%2812,26,9%29&compare=MSFT,%5EGSPC&returns=splits&lines=off")]
    [InlineData("?from=2020-01-02&interval=1mo&adjust=all&scale=percent&type=area")]
    public void Free_dates_and_all_that_is_drawn_live_in_the_address(string query) => Assert.Equal(query, Read(query).ToQuery());

    [Theory]
    [InlineData("compare", "MSFT, msft,no symbol!,A,B,C,D,E,F,G,H,I,J", "?compare=MSFT,A,B,C,D,E,F,G,H")]
    [InlineData("from", "01/02/2020", ""), InlineData("scale", "2", ""), InlineData("type", "pie", ""), InlineData("returns", "none", "")]
    public void Unreadable_parts_of_the_address_are_left_out(string key, string value, string query) =>
        Assert.Equal(query, ChartView.Parse(name => name == key ? value : null).ToQuery());

    [Theory]
    [InlineData("", "rsi", "rsi(14)"), InlineData("sma(20)", "sma", "sma(20)"), InlineData("sma(50)", "obv", "sma(50),obv")]
    public void Added_indicator_stands_once_after_the_others(string before, string added, string after)
    {
        Assert.True(IndicatorCall.TryRead(added, out var call, out _));
        Assert.Equal(after, ChosenIndicators.With(before, call));
        Assert.Equal(before == after ? "" : before, ChosenIndicators.Without(after, call.ToString()));
    }

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
        Assert.Equal(new DateOnly(2026, 1, 1), new ChartView(ChartRange.OneMonth, Interval.Yearly).From(Last, NewYork, Interval.Yearly));
        Assert.Equal(new DateOnly(2026, 10, 19), new ChartView(ChartRange.OneMonth, Interval.Weekly).From(Last, NewYork, Interval.Weekly));
        Assert.Equal(
            new DateOnly(2026, 10, 17),
            new ChartView(ChartRange.OneMonth, Interval.Weekly).From(Last, TradingCalendar.For("SAU", "Asia/Riyadh"), Interval.Weekly));
        Assert.Equal(new DateOnly(2026, 10, 21), new ChartView(ChartRange.OneMonth).From(Last, NewYork, Interval.Daily));
    }

    [Theory]
    [InlineData("?range=1m", "1984-11-21", Interval.Daily), InlineData("?range=5y", "1984-11-21", Interval.Daily)]
    [InlineData("?range=10y", "1984-11-21", Interval.Weekly), InlineData("?range=all", "1984-11-21", Interval.Monthly)]
    [InlineData("?range=all", "2010-01-04", Interval.Weekly), InlineData("?range=all", "2026-11-16", Interval.Daily)]
    [InlineData("?range=10y", "2026-11-20", Interval.Daily), InlineData("?from=1800-01-01&to=1988-01-04", "1984-11-21", Interval.Daily)]
    [InlineData("?to=1999-01-04", "1984-11-21", Interval.Weekly), InlineData("?range=all&interval=1y", "2026-11-20", Interval.Yearly)]
    public void Automatic_interval_is_by_what_is_seen_of_the_history(string query, string first, Interval shown) => Assert.Equal(
        shown, Read(query).Shown(DateOnly.Parse(first, System.Globalization.CultureInfo.InvariantCulture), Last));

    [Fact]
    public void API_request_matches_the_drawn_view()
    {
        var view = new ChartView(ChartRange.FiveYears, null, PriceAdjustment.All);

        Assert.Equal(
            "api/stock-data/%5EGSPC/bars?from=2021-11-15&interval=1wk&adjust=all&format=csv",
            view.ToApiPath("^GSPC", Last, NewYork, Interval.Weekly, "csv"));
        Assert.Equal(
            "api/stock-data/F/bars?from=2021-11-21&interval=1d&adjust=all",
            view.ToApiPath("F", Last, NewYork, Interval.Daily));
        Assert.Equal(
            "api/stock-data/F/bars?interval=1d&adjust=splits",
            new ChartView(ChartRange.All, Interval.Daily).ToApiPath("F", Last, NewYork, Interval.Daily));
    }

    [Fact]
    public void Free_dates_are_in_the_API_request() => Assert.Equal(
        "api/stock-data/F/bars?from=2020-01-02&to=2020-03-04&interval=1d&adjust=splits&format=csv",
        Read("?from=2020-01-02&to=2020-03-04").ToApiPath("F", Last, NewYork, Interval.Daily, "csv"));

    private static ChartView Read(string query)
    {
        var parts = System.Web.HttpUtility.ParseQueryString(query);
        return ChartView.Parse(key => parts[key]);
    }
}
