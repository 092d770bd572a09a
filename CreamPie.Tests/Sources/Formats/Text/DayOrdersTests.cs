using System.Globalization;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Sources.Yahoo;

namespace CreamPie.Tests.Sources.Formats.Text;

/// <summary>Whether the month or the day comes first is decided by the whole file, or not at all.</summary>
public sealed class DayOrdersTests
{
    [Theory]
    // A day above the twelfth.
    [InlineData("11/24/2026 11/25/2026", "2026-11-24 2026-11-25")]
    [InlineData("25/11/2026 24/11/2026", "2026-11-25 2026-11-24")]
    [InlineData("24.11.26 25.11.26", "2026-11-24 2026-11-25")]
    [InlineData("30-11-2026 01-12-2026", "2026-11-30 2026-12-01")]
    [InlineData("1/29/2026 1/30/2026 2/2/2026", "2026-01-29 2026-01-30 2026-02-02")]
    [InlineData("12/30/99 12/31/99 1/3/00", "1999-12-30 1999-12-31 2000-01-03")]
    // The only order in which they are the sessions of a week.
    [InlineData("11/02/2026 11/03/2026 11/04/2026", "2026-11-02 2026-11-03 2026-11-04")]
    [InlineData("02/11/2026 03/11/2026 04/11/2026", "2026-11-02 2026-11-03 2026-11-04")]
    [InlineData("06/11/2026 05/11/2026", "2026-11-06 2026-11-05")]
    [InlineData("01/02/2026 01/05/2026 01/06/2026 01/07/2026", "2026-01-02 2026-01-05 2026-01-06 2026-01-07")]
    [InlineData("26/11/02 26/11/03 26/11/04", "2026-11-02 2026-11-03 2026-11-04")]
    // Nothing to confuse.
    [InlineData("05.11.2026", "2026-11-05"), InlineData("5.11.2026 4.11.2026", "2026-11-05 2026-11-04")]
    [InlineData("2026/11/02", "2026-11-02"), InlineData("2026.11.2", "2026-11-02"), InlineData("20261102", "2026-11-02")]
    [InlineData("26/1/5 26/1/6", "2026-01-05 2026-01-06")]
    [InlineData("2026-11-2 2026-11-10", "2026-11-02 2026-11-10"), InlineData("2026-11-10 2026-11-9", "2026-11-10 2026-11-09")]
    [InlineData("2-Nov-26 3-Nov-26", "2026-11-02 2026-11-03"), InlineData("02-Nov-2026", "2026-11-02")]
    [InlineData("2-November-2026", "2026-11-02"), InlineData("05/05/2026", "2026-05-05")]
    public void Days_that_one_order_explains_are_read_in_it(string dates, string days)
    {
        var document = ParseSamples.Dropped(Csv(dates.Split(' '))).Document();

        Assert.Equal(days, string.Join(' ', document.Rows.Select(r => r.Bar.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))));
    }

    [Theory]
    // One day says nothing; nor do four days of January, which are the first days of four months; nor two weeks.
    [InlineData("11/05/2026", Reason.Days)]
    [InlineData("01/05/2026 01/06/2026 01/07/2026 01/08/2026", Reason.Days)]
    [InlineData("01/01/2024 01/02/2024 01/03/2024 01/04/2024 01/05/2024 01/06/2024 01/07/2024", Reason.Days)]
    [InlineData("05/11/2026 12/11/2026", Reason.Days)]
    // A weekend in one order, months apart in the other.
    [InlineData("11/07/2026 11/08/2026", Reason.Days)]
    // Back and forth: nobody wrote all of them in one order.
    [InlineData("11/24/2026 12/11/2026 11/25/2026 12/10/2026 11/26/2026", Reason.Days)]
    [InlineData("11/24/2026 25/11/2026", Reason.Layout), InlineData("11.24.2026 11.25.2026", Reason.Layout)]
    [InlineData("24/11/2026 25-11-2026", Reason.Layout)]
    [InlineData("2026-11-02 13/11/2026", Reason.Layout)]
    [InlineData("02-Nov-26 13/11/2026", Reason.Layout)]
    [InlineData("24/11/2026 30/02/2026", Reason.Layout)]
    [InlineData("46350 46351", Reason.Layout)]
    [InlineData("5/11/6 5/12/6", Reason.Layout)]
    public void Days_that_two_orders_explain_are_refused(string dates, Reason reason)
    {
        var result = ParseSamples.Dropped(Csv(dates.Split(' ')));

        Assert.Equal(reason, result.Refusal());
        Assert.Contains("2025-06-13", ((ParseResult.Refused)result).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Order_of_an_exporter_decides_what_the_days_leave_open()
    {
        const string rows = "\n01/05/2026,$1,1,1,1,1\n01/06/2026,$1,1,1,1,1\n";

        Assert.Equal(Reason.Days, ParseSamples.Dropped("Date,Close,Volume,Open,High,Low" + rows).Refusal());
        Assert.Equal(
            [new DateOnly(2026, 1, 5), new DateOnly(2026, 1, 6)],
            ParseSamples.Dropped("Date,Close/Last,Volume,Open,High,Low" + rows).Document().Rows.Select(r => r.Bar.Date));
    }

    [Fact]
    public void Months_that_are_named_are_read_within_a_quoted_date()
    {
        var document = ParseSamples.Dropped("Date,Close\n\"Nov 5, 2026\",1\n\"November 4, 2026\",1\n").Document();

        Assert.Equal([new DateOnly(2026, 11, 5), new DateOnly(2026, 11, 4)], document.Rows.Select(r => r.Bar.Date));
    }

    /// <summary>A market of its own weekdays: Sunday to Thursday in Riyadh, every day for a coin.</summary>
    [Theory]
    [InlineData("2222.SR", "11/08/2026 11/09/2026 11/10/2026 11/11/2026 11/12/2026", "11-08 11-09 11-10 11-11 11-12")]
    [InlineData("BTC-USD", "11/05/2026 11/06/2026 11/07/2026 11/08/2026 11/09/2026 11/10/2026 11/11/2026",
        "11-05 11-06 11-07 11-08 11-09 11-10 11-11")]
    public void Weeks_of_other_markets_decide_too(string symbol, string dates, string days) => Assert.Equal(
        days,
        string.Join(' ', ParseSamples.Dropped(Csv(dates.Split(' ')), symbol).Document().Rows
            .Select(r => r.Bar.Date.ToString("MM-dd", CultureInfo.InvariantCulture))));

    private static string Csv(IEnumerable<string> dates) => "Date,Close\n" + string.Concat(dates.Select(d => $"{d},1.5\n"));
}
