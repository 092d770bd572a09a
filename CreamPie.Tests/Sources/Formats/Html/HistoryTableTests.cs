using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Sources.Yahoo;

namespace CreamPie.Tests.Sources.Formats.Html;

public sealed class HistoryTableTests
{
    private static readonly DailyBar First = new(new(2025, 6, 13), 10.1, 12, 9, 11.1, 11, 1_234_500);

    [Fact]
    public void Table_alone_has_symbol_name_and_currency()
    {
        var document = ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Table())).Document();

        Assert.Equal(First, document.Rows[0].Bar);
        Assert.Equal(new Listing("TEST", "Test Inc.", Currency: "USD"), document.Listing);
        Assert.Null(document.CapturedAt);
    }

    [Fact]
    public void Columns_are_bound_by_header_in_any_position()
    {
        var swapped = HandWrittenPages.Table(
            "<th>Volume</th><th>Adj Close**</th><th>Close*</th><th>Low</th><th>High</th><th>Open</th><th>Date</th>",
            "<tr><td>1,234,500</td><td>11.00</td><td>11.10</td><td>9.00</td><td>12.00</td><td>10.10</td><td>Jun 13, 2025</td></tr>");

        Assert.Equal(First, ParseSamples.Fetched(HandWrittenPages.Page(swapped)).Document().Rows.Single().Bar);
    }

    [Fact]
    public void Table_without_adjusted_closes_has_none()
    {
        var plain = HandWrittenPages.Table(
            "<th>Date</th><th>Open</th><th>High</th><th>Low</th><th>Close</th><th>Volume</th>",
            "<tr><td>Jun 13, 2025</td><td>10.10</td><td>12.00</td><td>9.00</td><td>11.10</td><td>1,234,500</td></tr>");

        Assert.Equal(First with { AdjClose = null }, ParseSamples.Fetched(HandWrittenPages.Page(plain)).Document().Rows.Single().Bar);
    }

    [Theory]
    [InlineData("Date")]
    [InlineData("Open")]
    [InlineData("High")]
    [InlineData("Low")]
    [InlineData("Volume")]
    public void Renamed_header_is_an_unknown_layout(string header)
    {
        var renamed = HandWrittenPages.Headers.Replace($"<th>{header} ", "<th>Something ", StringComparison.Ordinal);
        var result = ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Table(renamed)));

        Assert.Equal(Reason.Layout, result.Refusal());
        Assert.Contains(header, ((ParseResult.Refused)result).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Tooltip_of_the_adjusted_close_is_not_the_close()
    {
        var renamed = HandWrittenPages.Headers.Replace("<th>Close ", "<th>Something ", StringComparison.Ordinal);

        Assert.Equal(Reason.Layout, ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Table(renamed))).Refusal());
    }

    [Theory]
    [InlineData("")]
    [InlineData("<table><tr><td>Jun 13, 2025</td><td>1</td></tr></table>")]
    [InlineData("<div class=\"grid\"><div>Jun 13, 2025</div><div>10.10</div></div>")]
    public void History_page_without_its_table_is_an_unknown_layout(string body) =>
        Assert.Equal(Reason.Layout, ParseSamples.Fetched(HandWrittenPages.Page(body)).Refusal());

    [Fact]
    public void History_without_rows_is_empty_and_no_success() =>
        Assert.Equal(Reason.EmptyUnexpected, ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Table(rows: ""))).Refusal());

    [Theory]
    [InlineData("1.234,56")]
    [InlineData("1\u00A0234.56")]
    [InlineData("\u22121.00")]
    [InlineData("1.2M")]
    [InlineData("1,23.45")]
    [InlineData("1,23,456")]
    [InlineData("1234,567")]
    [InlineData(",123")]
    [InlineData("\u06F1\u06F2.\u06F5")]
    [InlineData("12.")]
    public void Number_of_another_form_refuses_the_page(string number)
    {
        var page = HandWrittenPages.Page(HandWrittenPages.Table(
            rows: HandWrittenPages.Rows.Replace("12.00", number, StringComparison.Ordinal)));

        Assert.Equal(Reason.Layout, ParseSamples.Fetched(page).Refusal());
    }

    [Theory]
    [InlineData("13.06.2025")]
    [InlineData("2025-06-13")]
    [InlineData("06/13/2025")]
    [InlineData("13 Jun 2025")]
    [InlineData("Jun 31, 2025")]
    [InlineData("Juin 13, 2025")]
    public void Date_of_another_form_refuses_the_page(string date)
    {
        var page = HandWrittenPages.Page(HandWrittenPages.Table(
            rows: HandWrittenPages.Rows.Replace("Jun 13, 2025", date, StringComparison.Ordinal)));

        Assert.Equal(Reason.Layout, ParseSamples.Fetched(page).Refusal());
    }

    [Theory]
    [InlineData("-")]
    [InlineData("N/A")]
    [InlineData("null")]
    [InlineData("")]
    public void Row_without_a_close_is_counted_and_skipped(string close)
    {
        var page = HandWrittenPages.Page(HandWrittenPages.Table(
            rows: HandWrittenPages.Rows.Replace("11.10", close, StringComparison.Ordinal)));
        var document = ParseSamples.Fetched(page).Document();

        Assert.Equal([new DateOnly(2025, 6, 12)], document.Rows.Select(r => r.Bar.Date));
        Assert.Equal([new RowError(0, new(2025, 6, 13), "The row has no close.")], document.Errors);
    }

    [Theory]
    [InlineData("<strong>0.39</strong><!-- react-text --> <span>Dividend</span>", ActionKind.Dividend, 0.39, 0, 0)]
    [InlineData("<span>1.67</span> Dividend ", ActionKind.Dividend, 1.67, 0, 0)]
    [InlineData("1,234.50 Dividend", ActionKind.Dividend, 1234.5, 0, 0)]
    [InlineData("0.25 Capital Gain", ActionKind.CapitalGain, 0.25, 0, 0)]
    [InlineData("0.25 Capital Gains", ActionKind.CapitalGain, 0.25, 0, 0)]
    [InlineData("<span>10:1</span> Stock Splits", ActionKind.Split, 0, 10, 1)]
    [InlineData("4:1 Stock Split", ActionKind.Split, 0, 4, 1)]
    [InlineData("10-for-1 Stock Split", ActionKind.Split, 0, 10, 1)]
    [InlineData("3 for 2 Split", ActionKind.Split, 0, 3, 2)]
    [InlineData("1:20 Stock Splits", ActionKind.Split, 0, 1, 20)]
    [InlineData("1.5:1 Stock Splits", ActionKind.Split, 0, 1.5, 1)]
    [InlineData("<strong>1/7</strong> <span>Stock Split</span>", ActionKind.Split, 0, 7, 1)]
    [InlineData("20/1 Stock Split", ActionKind.Split, 0, 1, 20)]
    [InlineData("2 / 3 Stock Split", ActionKind.Split, 0, 3, 2)]
    public void Event_row_is_an_action_and_never_a_bar(string text, ActionKind kind, double amount, double numerator, double denominator)
    {
        var row = $"<tr><td>Jun 13, 2025</td><td colspan=\"6\">{text}</td></tr>";
        var document = ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Table(rows: row + HandWrittenPages.Rows))).Document();

        var expected = kind == ActionKind.Split
            ? CorporateAction.Split(new(2025, 6, 13), numerator, denominator)
            : CorporateAction.Cash(new(2025, 6, 13), kind, amount, exact: false);
        Assert.Equal([expected], document.Actions);
        Assert.Equal(2, document.Rows.Count);
        Assert.Empty(document.Errors);
    }

    [Theory]
    [InlineData("Spin-off of Something", RowProblem.Action)]
    [InlineData("0:1 Stock Splits", RowProblem.Action)]
    [InlineData("1.2.3 Dividend", RowProblem.Payment)]
    public void Unknown_event_is_counted_and_no_row_is_lost(string text, RowProblem problem)
    {
        var row = $"<tr><td>Jun 13, 2025</td><td colspan=\"6\">{text}</td></tr>";
        var document = ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Table(rows: row + HandWrittenPages.Rows))).Document();

        Assert.Equal(problem, document.Errors.Single().Kind);
        Assert.Equal(2, document.Rows.Count);
    }

    [Fact]
    public void Weekly_rows_are_refused_by_their_spacing()
    {
        var rows = string.Concat(Enumerable.Range(0, 8).Select(week =>
            $"<tr><td>{new DateOnly(2025, 6, 9).AddDays(-7 * week):MMM d, yyyy}</td>"
            + "<td>1</td><td>1</td><td>1</td><td>1</td><td>1</td><td>1</td></tr>"));

        Assert.Equal(Reason.Basis, ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Table(rows: rows))).Refusal());
    }

    [Fact]
    public void Layout_table_around_the_history_is_not_the_history()
    {
        var nested = $"<table><tr><td>Search</td><td>{HandWrittenPages.Table()}</td></tr></table>";

        Assert.Equal(2, ParseSamples.Fetched(HandWrittenPages.Page(nested)).Document().Rows.Count);
    }

    [Fact]
    public void Huge_volumes_are_exact_or_null()
    {
        var rows = HandWrittenPages.Rows
            .Replace("1,234,500", "9,007,199,254,740,993", StringComparison.Ordinal)
            .Replace(">1,000<", ">99,999,999,999,999,999,999<", StringComparison.Ordinal);
        var document = ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Table(rows: rows))).Document();

        Assert.Equal([9_007_199_254_740_993, null], document.Rows.Select(r => r.Bar.Volume));
        Assert.Equal(RowProblem.Volume, document.Errors.Single().Kind);
    }

    [Fact]
    public void Declared_charset_is_respected_and_UTF8_is_the_default()
    {
        var page = HandWrittenPages.Page(HandWrittenPages.Table()).Replace("Test Inc.", "Société", StringComparison.Ordinal);
        var latin = page.Replace("<head>", "<head><meta charset=\"windows-1252\">", StringComparison.Ordinal);

        Assert.Equal("Société", ParseSamples.Fetched(page).Document().Listing.Name);
        Assert.Equal("Société", ParseSamples.Fetched(System.Text.Encoding.Latin1.GetBytes(latin), "TEST").Document().Listing.Name);
        var undeclared = ParseSamples.Fetched(System.Text.Encoding.Latin1.GetBytes(page), "TEST").Document();
        Assert.Equal(RowProblem.Document, undeclared.Errors.Single().Kind);
    }
}
