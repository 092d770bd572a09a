using CreamPie.Core.Market;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using CreamPie.Web.Components.Stocks;
using CreamPie.Web.Components.Stocks.Detail;

namespace CreamPie.Tests.Components.Stocks;

public sealed class StockSummaryTests
{
    private static readonly DateTime FridayNight = new(2026, 11, 20, 23, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("2026-11-20", 0), InlineData("2026-11-19", 1), InlineData("2026-11-13", 5)]
    [InlineData("2026-09-04", StockSummary.CountedSessions + 1)]
    public void Missing_finished_sessions_are_counted(string lastBar, int behind) =>
        Assert.Equal(behind, StockSummary.Of(Facts(lastBar), [], null, FridayNight).Behind);

    [Fact]
    public void Unfinished_session_is_not_counted_as_missing() =>
        Assert.Equal(0, StockSummary.Of(Facts("2026-11-19"), [], null, FridayNight.Date.AddHours(16)).Behind);

    [Fact]
    public void Summary_compares_last_close_with_previous_and_the_year_range()
    {
        var summary = PriceSummary.Of([Bar(18, 90, 120, 80), Bar(19, 100, null, null), Bar(20, 104, 110, 99)])!;

        Assert.Equal((104, 4, 4), (summary.Price, summary.Change, Math.Round(summary.Percent!.Value, 9)));
        Assert.Equal((120, 80, 60), (summary.High, summary.Low, summary.RangePosition));
    }

    [Fact]
    public void Change_of_a_tiny_price_has_no_noise()
    {
        var summary = PriceSummary.Of([Bar(19, 0.0000123, null, null), Bar(20, 0.0000131, null, null)])!;

        Assert.Equal(8e-7, summary.Change);
        Assert.Equal("+0.00000080", PriceText.Change(summary.Change!.Value, summary.Price, 2));
    }

    [Fact]
    public void First_bar_has_no_change()
    {
        var summary = PriceSummary.Of([Bar(20, 104, 104, 104)])!;

        Assert.Null(summary.Change);
        Assert.Null(summary.Percent);
        Assert.Equal(50, summary.RangePosition);
        Assert.Null(PriceSummary.Of([]));
    }

    [Theory]
    [InlineData(3.8249, 90, "+3.82"), InlineData(-1.175, 90, "−1.18"), InlineData(0, 90, "0.00"), InlineData(-0.5512, 90, "−0.55")]
    [InlineData(0.1234, 0.5, "+0.1234"), InlineData(-0.00001, 0.5, "0.0000")]
    public void Change_shows_its_sign_and_the_decimals_of_the_price(double change, double price, string text) =>
        Assert.Equal(text, PriceText.Change(change, price, 2));

    [Theory]
    [InlineData(0.5396, "+0.54%"), InlineData(-12.3, "−12.30%"), InlineData(0.004, "0.00%")]
    public void Percent_change_has_two_decimals(double percent, string text) => Assert.Equal(text, PriceText.Percent(percent));

    [Theory]
    [InlineData(1234.5, 2, "1,234.50"), InlineData(0.0989, 2, "0.0989"), InlineData(0.0000131, 2, "0.00001310")]
    [InlineData(1.31e-8, 2, "0.00000001310"), InlineData(1.31e-16, 2, "0.0000000000000001310")]
    [InlineData(615_000, 2, "615,000.00"), InlineData(1.27115, 4, "1.2712"), InlineData(0, 2, "0.00")]
    public void Price_shows_the_decimals_it_needs(double price, int digits, string text) => Assert.Equal(text, PriceText.Of(price, digits));

    private static DailyBar Bar(int day, double close, double? high, double? low) =>
        new(new(2026, 11, day), null, high, low, close, null, null);

    private static StockFacts Facts(string lastBar) => new(
        "TEST", null, "NMS", "USD", "America/New_York", StockStatus.Current, SourceName.YahooPage, 1, null,
        DateOnly.Parse(lastBar, System.Globalization.CultureInfo.InvariantCulture), null, null, null, null, 1);
}
