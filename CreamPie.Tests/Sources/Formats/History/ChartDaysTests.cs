using System.Globalization;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Sources.Yahoo;
using static CreamPie.Tests.Sources.Formats.History.StampedDocuments;

namespace CreamPie.Tests.Sources.Formats.History;

public sealed class ChartDaysTests
{
    private const string Jan3To7 = "01-03 01-04 01-05 01-06 01-07";

    [Theory]
    // São Paulo: 23:00 and 22:00 of the day before, 00:00, 01:00, 02:00, the opening.
    [InlineData("America/Sao_Paulo", "2022-01-03 02:00 +5")]
    [InlineData("America/Sao_Paulo", "2022-01-03 01:00 +5")]
    [InlineData("America/Sao_Paulo", "2022-01-03 03:00 +5")]
    [InlineData("America/Sao_Paulo", "2022-01-03 04:00 +5")]
    [InlineData("America/Sao_Paulo", "2022-01-03 05:00 +5")]
    [InlineData("America/Sao_Paulo", "2022-01-03 13:00 +5")]
    [InlineData("America/Santiago", "2022-01-03 02:00 +5")]
    [InlineData("Asia/Beirut", "2022-01-02 21:00 +5")]
    // Midnights of UTC, whose date is the exchange's everywhere.
    [InlineData("America/New_York", "2022-01-03 00:00 +5")]
    [InlineData("Asia/Tokyo", "2022-01-03 00:00 +5")]
    [InlineData("Australia/Sydney", "2022-01-02 23:00 +5")]
    // Futures and currencies open on Sunday evening.
    [InlineData("America/New_York", "2022-01-02 23:00 +5")]
    [InlineData("Europe/London", "2022-01-02 22:00 +5")]
    // Too few to see by their weekdays, and no exchange opens then.
    [InlineData("America/Sao_Paulo", "2022-01-04 02:00 +2", "01-04 01-05")]
    public void Stamps_are_of_the_session_that_follows(string zone, string times, string days = Jan3To7) =>
        Assert.Equal(days, ParseSamples.Dropped(Chart("TEST", times, Zone(zone))).Document().Days());

    [Fact]
    public void Opening_of_Sydney_is_no_midnight_of_UTC()
    {
        // 10:00 in Sydney is midnight in UTC in winter and 23:00 of the day before in summer; the last row is live.
        var document = ParseSamples.Dropped(Chart(
            "BHP.AX", "2022-08-01 00:00 +5, 2022-08-08 00:00 +5, 2022-10-02 23:00 +3, 2022-10-05 23:05",
            "\"regularMarketTime\":1665011100," + Zone("Australia/Sydney")), "BHP.AX").Document();

        Assert.Equal("08-01 08-02 08-03 08-04 08-05 08-08 08-09 08-10 08-11 08-12 10-03 10-04 10-05 10-06", document.Days());
        Assert.Empty(document.Errors);
    }

    [Fact]
    public void Days_after_early_midnights_are_told_once()
    {
        var early = ParseSamples.Dropped(Chart("TEST", "2022-01-03 02:00 +5", Zone("America/Sao_Paulo"))).Document();
        var right = ParseSamples.Dropped(Chart("TEST", "2022-01-03 03:00 +5", Zone("America/Sao_Paulo"))).Document();

        Assert.Equal(RowProblem.Document, Assert.Single(early.Errors).Kind);
        Assert.Empty(right.Errors);
    }

    [Fact]
    public void Series_across_a_change_of_clocks_has_each_session_once()
    {
        // Clocks went forward on Sunday 2018-11-04; the source's midnights are an hour early since.
        var document = ParseSamples.Dropped(Chart(
            "TEST", "2018-11-01 03:00 +2, 2018-11-05 01:00 +5", Zone("America/Sao_Paulo"))).Document();

        Assert.Equal("11-01 11-02 11-05 11-06 11-07 11-08 11-09", document.Days());
    }

    [Theory]
    [InlineData("2022-01-05 02:00", "01-05")] // a row's own stamp
    [InlineData("2022-01-05 13:00", "01-05")] // its opening
    [InlineData("2022-01-20 02:00", "01-20")] // early as the rows are, later than them
    [InlineData("2022-01-05 01:00", "01-05")] // earlier than the rows are
    public void Ex_date_is_of_the_same_session_as_its_bar(string dividend, string day)
    {
        var action = Assert.Single(ParseSamples.Dropped(
            Chart("TEST", "2022-01-03 02:00 +5", Zone("America/Sao_Paulo"), dividend)).Document().Actions);

        Assert.Equal(day, action.ExDate.ToString("MM-dd", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Ex_date_at_an_early_midnight_is_a_session_of_its_rows()
    {
        var document = ParseSamples.Dropped(
            Chart("TEST", "2022-01-03 13:00 +5", Zone("America/Sao_Paulo"), "2022-01-03 02:00")).Document();

        Assert.Equal(new DateOnly(2022, 1, 3), Assert.Single(document.Actions).ExDate);
    }

    [Theory]
    [InlineData("UTC", "CCC", "2022-01-01 00:00 +7", "01-01 01-02 01-03 01-04 01-05 01-06 01-07")]
    [InlineData("UTC", "CCC", "2022-01-01 00:00 +3, 2022-01-04 23:14", "01-01 01-02 01-03 01-04")]
    [InlineData("UTC", "CCC", "2022-01-01 00:00 +3, 2022-01-04 23:00", "01-01 01-02 01-03 01-04")]
    // Summer time of London since 2022-03-27 in stamps that are told as UTC.
    [InlineData("UTC", "CCC", "2022-03-25 00:00 +3, 2022-03-27 23:00 +3", "03-25 03-26 03-27 03-28 03-29 03-30")]
    [InlineData("Europe/London", "CCY", "2022-03-24 00:00 +2, 2022-03-28 00:00, 2022-03-28 23:00 +2", "03-24 03-25 03-28 03-29 03-30")]
    [InlineData("Asia/Riyadh", "SAU", "2022-01-01 21:00 +5", "01-02 01-03 01-04 01-05 01-06")]
    [InlineData("Asia/Riyadh", "SAU", "2022-01-01 20:00 +5", "01-02 01-03 01-04 01-05 01-06")]
    [InlineData("Asia/Riyadh", "SAU", "2022-01-02 07:00 +5", "01-02 01-03 01-04 01-05 01-06")]
    public void Days_of_other_weeks_stay_theirs(string zone, string exchange, string times, string days) =>
        Assert.Equal(days, ParseSamples.Dropped(Chart("TEST", times, Zone(zone, exchange))).Document().Days());

    [Theory]
    [InlineData("TEST", "2022-01-03 14:30 +5", "01-03 01-04 01-05 01-06 01-07")]
    [InlineData("TEST", "2022-01-04 14:30 +2", "01-04 01-05")]
    [InlineData("TEST", "2022-01-03 00:00 +5", "01-03 01-04 01-05 01-06 01-07")]
    [InlineData("TEST", "2022-01-03 05:00 +5", "01-03 01-04 01-05 01-06 01-07")]
    [InlineData("^AXJO", "2022-01-02 23:00 +5", "01-03 01-04 01-05 01-06 01-07")]
    [InlineData("CBA.AX", "2022-01-02 23:00 +2", "01-03 01-04")]
    [InlineData("7203.T", "2022-01-02 15:00 +5", "01-03 01-04 01-05 01-06 01-07")]
    [InlineData("RELIANCE.NS", "2022-01-02 18:30 +2", "01-03 01-04")]
    [InlineData("PETR4.SA", "2022-01-03 02:00 +5", "01-03 01-04 01-05 01-06 01-07")]
    public void Chart_without_zone_or_offset_has_the_days_of_its_exchange(string symbol, string times, string days) =>
        Assert.Equal(days, ParseSamples.Dropped(Chart(symbol, times, ""), symbol).Document().Days());

    [Theory]
    [InlineData("TEST", "2022-01-03 22:00 +2", "")]
    [InlineData("^N225", "2022-01-03 15:00 +2", "")]
    // Sunday to Thursday as stamped, or Monday to Friday a day later.
    [InlineData("TEST", "2022-01-02 15:00 +5", "")]
    [InlineData("BTC-USD", "2022-01-01 23:00 +7", "\"exchangeName\":\"CCC\",\"exchangeTimezoneName\":\"UTC\",")]
    public void Chart_whose_days_cannot_be_decided_is_refused(string symbol, string times, string meta)
    {
        var chart = Chart(symbol, times, meta);
        var page = HandWrittenPages.Page(HandWrittenPages.Script(chart, symbol) + HandWrittenPages.Table(), symbol);

        Assert.Equal(Reason.Days, ParseSamples.Dropped(chart, symbol).Refusal());
        Assert.Equal(Reason.Days, ParseSamples.Fetched(page, symbol).Refusal());
    }

    [Theory]
    [InlineData("UTC", "CCC", "2022-01-01 00:00 +3, 2022-01-03 23:00", "01-01 01-02 01-03 01-03")]
    [InlineData("America/New_York", "NMS", "2022-01-03 00:00 +3, 2022-01-05 21:00", "01-03 01-04 01-05 01-05")]
    [InlineData("Europe/London", "CCY", "2022-01-06 00:00 +2, 2022-01-09 22:00", "01-06 01-07 01-10")]
    public void Last_trade_is_of_its_own_session(string zone, string exchange, string times, string days)
    {
        var live = $"{Zone(zone, exchange)}\"regularMarketTime\":{Seconds(Times(times).Last())},";

        Assert.Equal(days, ParseSamples.Dropped(Chart("TEST", times, live)).Document().Days());
    }

    [Fact]
    public void Winters_offset_alone_keeps_summers_midnights()
    {
        var document = ParseSamples.Dropped(Chart("TEST", "2021-03-11 05:00 +2, 2021-03-15 04:00 +5", "\"gmtoffset\":-18000,")).Document();

        Assert.Equal("03-11 03-12 03-15 03-16 03-17 03-18 03-19", document.Days());
    }

    [Fact]
    public void Store_of_a_page_has_the_days_of_its_exchange()
    {
        var prices = string.Join(',', Times("2022-01-03 02:00 +5").Select(t =>
            $"{{\"date\":{Seconds(t)},\"open\":1,\"high\":1,\"low\":1,\"close\":1,\"volume\":1,\"adjclose\":1}}"));
        var paid = Seconds(Times("2022-01-04 02:00").Single());
        var store = "<script>root.App.main = {\"QuoteSummaryStore\":{\"symbol\":\"TEST\",\"quoteType\":{"
            + "\"exchangeTimezoneName\":\"America/Sao_Paulo\",\"symbol\":\"TEST\"}},\"HistoricalPriceStore\":{\"prices\":["
            + $"{prices}],\"eventsData\":[{{\"date\":{paid},\"amount\":1,\"type\":\"DIVIDEND\"}}]}}}};"
            + "</script>";

        var document = ParseSamples.Fetched(HandWrittenPages.Page(store)).Document();

        Assert.Equal(Jan3To7, document.Days());
        Assert.Equal(new DateOnly(2022, 1, 4), Assert.Single(document.Actions).ExDate);
    }
}
