using System.Globalization;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Sources.Yahoo;
using static CreamPie.Tests.Sources.Formats.History.StampedDocuments;

namespace CreamPie.Tests.Sources.Formats.History;

public sealed class CsvDaysTests
{
    [Fact]
    public void Empty_line_shifts_no_day()
    {
        var lines = Rows(["2021-06-24 22:00:00+00:00", "2021-06-27 22:00:00+00:00", "2021-06-28 22:00:00+00:00"]).Split('\n').ToList();
        lines.Insert(2, ",,,,");

        var document = ParseSamples.Dropped(string.Join('\n', lines), "FDJ.PA").Document();

        Assert.Equal("06-25 06-28 06-29", document.Days());
        Assert.Contains(document.Errors, e => e.Problem == "The row is empty.");
    }

    private const string June28To2 = "06-28 06-29 06-30 07-01 07-02";

    [Theory]
    // Midnights of Paris, of New York, of Tokyo and of Mumbai in UTC.
    [InlineData("FDJU.PA", "2021-06-27 22:00 +5", "yyyy-MM-dd HH:mm:ss+00:00")]
    [InlineData("FDJU.PA", "2021-06-27 22:00 +5", "yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("FDJU.PA", "2021-06-27 22:00 +5", "yyyy-MM-ddTHH:mm:ss.fffZ")]
    [InlineData("FDJU", "2021-06-27 22:00 +5", "yyyy-MM-dd HH:mm:ss+00:00")]
    [InlineData("FDJU", "2021-06-27 22:00 +5", "yyyy-MM-dd HH:mm:ss")]
    [InlineData("AAPL", "2021-06-28 04:00 +5", "yyyy-MM-dd HH:mm:ss+00:00")]
    [InlineData("7203.T", "2021-06-27 15:00 +5", "yyyy-MM-dd HH:mm:ss+00:00")]
    [InlineData("INFY.NS", "2021-06-27 18:30 +5", "yyyy-MM-dd HH:mm:ss+00:00")]
    // The same midnight of Paris on a clock in New York, in Mumbai, in Singapore.
    [InlineData("FDJU.PA", "2021-06-27 18:00 +5", "yyyy-MM-dd HH:mm:ss-04:00")]
    [InlineData("FDJU", "2021-06-27 18:00 +5", "yyyy-MM-dd HH:mm:ss-04:00")]
    [InlineData("FDJU.PA", "2021-06-28 03:30 +5", "yyyy-MM-dd HH:mm:ss+05:30")]
    [InlineData("FDJU.PA", "2021-06-28 06:00 +5", "yyyy-MM-dd HH:mm:ss+0800")]
    // Midnights of New York on a clock in Auckland; openings of New York there are of the next morning.
    [InlineData("AAPL", "2021-06-28 16:00 +5", "yyyy-MM-dd HH:mm:ss+12:00")]
    // Midnights of UTC and of the exchange itself.
    [InlineData("AAPL", "2021-06-28 00:00 +5", "yyyy-MM-ddTHH:mm:ss.fffZ")]
    [InlineData("CBA.AX", "2021-06-28 00:00 +5", "yyyy-MM-ddTHH:mm:ssZ")]
    [InlineData("FDJU.PA", "2021-06-28 00:00 +5", "yyyy-MM-dd HH:mm:ss+02:00")]
    // Openings and closes.
    [InlineData("AAPL", "2021-06-28 13:30 +5", "yyyy-MM-dd HH:mm:ss+00:00")]
    [InlineData("AAPL", "2021-06-28 20:00 +5", "yyyy-MM-dd HH:mm:ss+00:00")]
    [InlineData("AAPL", "2021-06-28 16:00 +5", "yyyy-MM-dd HH:mm:ss")]
    // Currencies open on Sunday at 17:00 in New York.
    [InlineData("EURUSD=X", "2021-06-27 17:00 +5", "yyyy-MM-dd HH:mm:ss-04:00")]
    public void Times_are_of_the_session_on_the_exchange(string symbol, string times, string form)
    {
        var document = ParseSamples.Dropped(
            Rows(Times(times).Select(t => t.ToString(form, CultureInfo.InvariantCulture))), symbol).Document();

        Assert.Equal(June28To2, document.Days());
        Assert.Equal(new DateOnly(2021, 6, 29), Assert.Single(document.Actions).ExDate);
    }

    [Theory]
    [InlineData("", "FDJU.PA", "2021-06-27 22:00 +5")]
    [InlineData("000", "FDJU.PA", "2021-06-27 22:00 +5")]
    [InlineData("", "AAPL", "2021-06-28 13:30 +5")]
    public void Seconds_and_milliseconds_since_1970_are_times(string thousandths, string symbol, string times)
    {
        var csv = Rows(Times(times).Select(t => Seconds(t).ToString(CultureInfo.InvariantCulture) + thousandths));

        Assert.Equal(June28To2, ParseSamples.Dropped(csv, symbol).Document().Days());
    }

    [Theory]
    [InlineData("FDJU.PA")]
    [InlineData("FDJU")]
    public void Midnights_across_a_change_of_clocks_have_each_session_once(string symbol)
    {
        var csv = Rows(Times("2021-03-24 23:00 +2, 2021-03-28 22:00 +5").Select(t => t.ToString("u", CultureInfo.InvariantCulture)));

        Assert.Equal("03-25 03-26 03-29 03-30 03-31 04-01 04-02", ParseSamples.Dropped(csv, symbol).Document().Days());
    }

    /// <summary>On the Sunday of the change, 00:00 and 23:00 UTC are the midnights of two days in London.</summary>
    [Fact]
    public void Two_midnights_of_one_day_in_UTC_are_not_intraday()
    {
        var csv = Rows(Times("2021-03-24 00:00 +5, 2021-03-28 23:00 +5").Select(t => t.ToString("u", CultureInfo.InvariantCulture)));

        Assert.Equal("03-24 03-25 03-26 03-27 03-28 03-29 03-30 03-31 04-01 04-02", ParseSamples.Dropped(csv, "BTC-GBP").Document().Days());
    }

    [Theory]
    [InlineData("BTC-GBP"), InlineData("VOD.L"), InlineData("FDJU")]
    public void Several_times_of_each_day_are_intraday(string symbol) => Assert.Equal(
        Reason.Basis,
        ParseSamples.Dropped(
            Rows(Times("2021-06-28 09:00 +5").SelectMany(t => new[] { t, t.AddHours(1), t.AddHours(5) }).Select(t => $"{t:u}")),
            symbol).Refusal());

    [Theory]
    // Midnights of Auckland in UTC, 11:00 in summer and 12:00 in winter, in a file that does not say that they are UTC.
    [InlineData("2021-03-14 11:00 +5, 2021-03-21 11:00 +5, 2021-03-28 11:00 +5, 2021-04-04 12:00 +5")]
    [InlineData("2021-03-28 11:00 +5, 2021-04-04 12:00 +5, 2021-04-11 12:00 +5, 2021-04-18 12:00 +5")]
    public void Midnights_of_Auckland_across_a_change_of_clocks_are_of_the_next_day(string times)
    {
        var document = ParseSamples.Dropped(Rows(Times(times).Select(t => $"{t:yyyy-MM-dd HH:mm:ss}")), "AIR.NZ").Document();

        Assert.Equal(Times(times).Select(t => DateOnly.FromDateTime(t).AddDays(1)), document.Rows.Select(r => r.Bar.Date));
        Assert.Single(document.Errors);
    }

    [Fact]
    public void Last_trade_beside_midnights_is_of_its_own_day() => Assert.Equal(
        "06-28 06-29 06-30 06-30",
        ParseSamples.Dropped(Rows(Times("2021-06-28 00:00 +3, 2021-06-30 20:00").Select(t => $"{t:u}")), "AAPL").Document().Days());

    [Theory]
    [InlineData("BTC-USD", "2021-06-26 00:00 +7", "06-26 06-27 06-28 06-29 06-30 07-01 07-02")]
    [InlineData("2222.SR", "2021-06-26 21:00 +5", "06-27 06-28 06-29 06-30 07-01")]
    [InlineData("2222.SR", "2021-06-27 07:00 +5", "06-27 06-28 06-29 06-30 07-01")]
    [InlineData("TASI", "2021-06-27 07:00 +5", "06-27 06-28 06-29 06-30 07-01")]
    [InlineData("TASI", "2021-06-26 21:00 +5", "06-27 06-28 06-29 06-30 07-01")]
    public void Weeks_of_other_markets_stay_theirs(string symbol, string times, string days)
    {
        var csv = Rows(Times(times).Select(t => t.ToString("yyyy-MM-dd HH:mm:ss+00:00", CultureInfo.InvariantCulture)));

        Assert.Equal(days, ParseSamples.Dropped(csv, symbol).Document().Days());
    }

    [Theory]
    [InlineData("FDJU", "2021-06-28 22:00 +2", "yyyy-MM-dd HH:mm:ss+00:00")]
    [InlineData("FDJU", "2021-06-27 15:00 +5", "yyyy-MM-dd HH:mm:ss+00:00")]
    [InlineData("BTC-USD", "2021-06-26 23:00 +7", "yyyy-MM-dd HH:mm:ss+00:00")]
    [InlineData("FDJU.PA", "2021-06-27 00:00 +5, 2021-07-04 00:00 +5", "yyyy-MM-dd")]
    [InlineData("FDJU.PA", "2021-06-27 00:00 +5, 2021-07-04 00:00 +5", "yyyy-MM-dd HH:mm:ss+00:00")]
    public void File_whose_days_cannot_be_decided_is_refused(string symbol, string times, string form) => Assert.Equal(
        Reason.Days,
        ParseSamples.Dropped(Rows(Times(times).Select(t => t.ToString(form, CultureInfo.InvariantCulture))), symbol).Refusal());

    [Fact]
    public void Sundays_of_an_unknown_market_are_told()
    {
        var document = ParseSamples.Dropped(Rows(Times("2021-06-27 00:00 +5").Select(t => $"{t:yyyy-MM-dd}")), "FDJU").Document();

        Assert.Equal("06-27 06-28 06-29 06-30 07-01", document.Days());
        Assert.Contains("Sunday 2021-06-27", Assert.Single(document.Errors).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_of_a_page_a_day_off_is_refused()
    {
        var rows = string.Concat(Times("2021-06-27 00:00 +5, 2021-07-04 00:00 +5").Reverse().Select(t =>
            $"<tr><td>{t.ToString("MMM d, yyyy", CultureInfo.InvariantCulture)}</td>"
            + "<td>1.00</td><td>1.00</td><td>1.00</td><td>1.00</td><td>1.00</td><td>1</td></tr>"));

        Assert.Equal(
            Reason.Days,
            ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Table(rows: rows), "FDJU.PA"), "FDJU.PA").Refusal());
    }

    [Theory]
    [InlineData("2021-06-28 9h30")]
    [InlineData("2021-06-28 22:00:00+0a:00")]
    [InlineData("2021-06-28 25:00:00")]
    [InlineData("2021-06-28 22:00:00 Paris")]
    public void Time_in_another_form_refuses_the_file(string date) =>
        Assert.Equal(Reason.Layout, ParseSamples.Dropped(Rows([date])).Refusal());
}
