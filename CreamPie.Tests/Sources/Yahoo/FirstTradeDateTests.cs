using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Tests.Ingestion;

namespace CreamPie.Tests.Sources.Yahoo;

public sealed class FirstTradeDateTests
{
    [Theory]
    [InlineData("345479400", "1980-12-12")]
    [InlineData("-252322200", "1962-01-02")]
    [InlineData("null", null)]
    public void Chart_states_the_first_trade_date(string seconds, string? day)
    {
        var bars = SourceResponses.Sessions(new DateOnly(2025, 6, 13), 5);
        var json = SourceResponses.ChartJson("TEST", bars, new DateTime(2025, 6, 13, 21, 0, 0, DateTimeKind.Utc))
            .Replace("\"dataGranularity\"", $"\"firstTradeDate\":{seconds},\"dataGranularity\"", StringComparison.Ordinal);

        Assert.Equal(day, ParseSamples.Dropped(json).Document().Listing.FirstTradeDate?.ToString("O", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Page_of_2018_to_2023_states_the_first_trade_date()
    {
        const string Store =
            "<script>root.App.now = 1641728867177;\nroot.App.main = {\"QuoteSummaryStore\":{\"symbol\":\"TEST\","
            + "\"quoteType\":{\"exchange\":\"NMS\",\"exchangeTimezoneName\":\"America/New_York\",\"symbol\":\"TEST\"},"
            + "\"price\":{\"currency\":\"USD\"}},\"HistoricalPriceStore\":{\"prices\":["
            + "{\"date\":1749821400,\"open\":2,\"high\":2,\"low\":2,\"close\":2.5,\"volume\":200,\"adjclose\":2.25}],"
            + "\"firstTradeDate\":345459600,\"timeZone\":{\"gmtOffset\":-14400},\"eventsData\":[]},\"More\":{}};</script>";

        var document = ParseSamples.Fetched(HandWrittenPages.Page(Store)).Document();

        Assert.Equal(new DateOnly(1980, 12, 12), document.Listing.FirstTradeDate);
    }

    [Fact]
    public void First_trade_date_is_the_day_of_the_exchange() =>
        Assert.Equal(
            new DateOnly(1988, 1, 29),
            // 10 o'clock in Sydney is 23 o'clock UTC of the day before.
            FirstTrade.Dated(570_409_200, new Listing(TimeZone: "Australia/Sydney")).FirstTradeDate);
}
