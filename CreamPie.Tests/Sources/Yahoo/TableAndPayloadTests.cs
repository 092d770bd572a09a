using CreamPie.Core.Sources.Contract;

namespace CreamPie.Tests.Sources.Yahoo;

/// <summary>A page has its history as table and as payload; every difference between them is reported.</summary>
public sealed class TableAndPayloadTests
{
    private const string Meta = "\"meta\":{\"symbol\":\"TEST\",\"gmtoffset\":-14400,\"exchangeTimezoneName\":\"America/New_York\"}";
    private const string Quote = "\"open\":[10,10.1],\"high\":[11,12],\"low\":[9.5,9],\"close\":[10.5,11.1],\"volume\":[1000,1234500]";
    private const string AdjClose = "\"adjclose\":[{\"adjclose\":[10.4,11]}]";

    private static readonly string Whole = Chart(Quote);

    [Fact]
    public void Agreeing_table_and_payload_raise_no_error()
    {
        var document = Read(HandWrittenPages.Table(), Whole);

        Assert.Equal(("chart payload", 2), (document.Text, document.Rows.Count));
        Assert.Empty(document.Errors);
        Assert.Empty(document.Disagreements);
    }

    [Theory]
    [InlineData("<th>Open ", "<th>Opening ", "Open")]
    [InlineData("<th>Open ", "<th>High ", "Open")]
    [InlineData("<th>Open </th>", "<th>Open </th><th>High </th>", "twice")]
    [InlineData("<th>Adj Close ", "<th>Change % ", "Change %")]
    [InlineData("<th>Volume </th>", "<th>Volume </th><th></th>", "unknown column")]
    public void Table_with_unknown_missing_or_duplicate_header_is_not_read(string header, string instead, string expected)
    {
        var table = HandWrittenPages.Table(HandWrittenPages.Headers.Replace(header, instead, StringComparison.Ordinal));

        var alone = Assert.IsType<ParseResult.Refused>(ParseSamples.Fetched(HandWrittenPages.Page(table)));
        Assert.Equal(Reason.Layout, alone.Reason);
        Assert.Contains(expected, alone.Error, StringComparison.Ordinal);
        Assert.StartsWith("table:", alone.Layout, StringComparison.Ordinal);
        var withPayload = Read(table, Whole);
        Assert.Equal(11.1, withPayload.Rows[1].Bar.Close);
        Assert.Equal(RowProblem.Document, withPayload.Errors.Single().Kind);
    }

    [Theory]
    [InlineData("Jun 12, 2025", "Jun 11, 2025")]
    [InlineData("Jun 12, 2025", "Jun 12, 2024")]
    public void Day_in_only_one_text_is_a_disagreement(string date, string instead)
    {
        var document = Read(HandWrittenPages.Table(rows: HandWrittenPages.Rows.Replace(date, instead, StringComparison.Ordinal)), Whole);

        Assert.Contains(document.Disagreements, d => d is { Field: "rows", Payload: 0, Table: 1 });
        Assert.Contains(document.Disagreements, d => d is { Field: "rows", Payload: 1, Table: 0 });
    }

    [Theory]
    [InlineData("0.39 Dividend", "\"dividends\":{\"1\":{\"amount\":0.39,\"date\":1749735000}}", 0)]
    [InlineData("0.39 Dividend", "\"dividends\":{\"1\":{\"amount\":0.3949,\"date\":1749735000}}", 0)]
    [InlineData("0.39 Dividend", "\"dividends\":{\"1\":{\"amount\":0.93,\"date\":1749735000}}", 1)]
    [InlineData("0.39 Dividend", "\"dividends\":{\"1\":{\"amount\":0.39,\"date\":1749821400}}", 1)]
    [InlineData("10:1 Stock Splits", "\"splits\":{\"1\":{\"numerator\":10,\"denominator\":1,\"date\":1749735000}}", 0)]
    [InlineData("10:1 Stock Splits", "\"splits\":{\"1\":{\"numerator\":20,\"denominator\":1,\"date\":1749735000}}", 1)]
    [InlineData("10:1 Stock Splits", "\"splits\":{}", 1)]
    public void Table_event_must_be_in_the_payload(string shown, string events, int disagreements)
    {
        var rows = HandWrittenPages.Rows + $"<tr><td>Jun 12, 2025</td><td colspan=\"6\">{shown}</td></tr>";

        Assert.Equal(
            disagreements,
            Read(HandWrittenPages.Table(rows: rows), Chart(Quote, $",\"events\":{{{events}}}")).Disagreements.Count);
    }

    [Fact]
    public void Value_only_in_the_table_is_reported()
    {
        var document = Read(HandWrittenPages.Table(), Chart(Quote.Replace("\"open\":[10,", "\"open\":[null,", StringComparison.Ordinal)));

        Assert.Contains("1 days", document.Errors.Single().Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Unreadable_payload_is_an_error_and_leaves_the_table()
    {
        var document = Read(HandWrittenPages.Table(), Whole[..^3]);

        Assert.Equal("table", document.Text);
        Assert.Equal(RowProblem.Document, document.Errors.Single().Kind);
    }

    [Fact]
    public void Unreadable_table_row_is_reported_as_not_compared()
    {
        var document = Read(
            HandWrittenPages.Table(rows: HandWrittenPages.Rows.Replace("<td>12.00</td>", "", StringComparison.Ordinal)), Whole);

        Assert.Equal(2, document.Rows.Count);
        Assert.Equal((RowProblem.Document, new DateOnly(2025, 6, 13)), (document.Errors.Single().Kind, document.Errors.Single().Date));
    }

    [Theory]
    [InlineData("11.10</td>", "11</td>.10</td>")]
    [InlineData("11.10</td>", "11</.10</td>")]
    [InlineData("11.10</td>", "11<td>.10</td>")]
    [InlineData("1,234,500</td></tr>", "1,234</tr>,500</td></tr>")]
    [InlineData("1,234,500</td></tr>", "1,234</td></tr>,500")]
    [InlineData("<td>1,234,500</td>", "<td</td>")]
    [InlineData("<td>12.00</td>", "<td></td>")]
    public void Half_a_number_is_no_number(string cell, string torn)
    {
        var rows = HandWrittenPages.Rows.Replace(cell, torn, StringComparison.Ordinal);
        var document = ParseSamples.Dropped(HandWrittenPages.Page(HandWrittenPages.Table(rows: rows))).Document();

        Assert.Equal([new DateOnly(2025, 6, 12)], document.Rows.Select(r => r.Bar.Date));
        Assert.Contains(document.Errors, e => e is { Kind: RowProblem.Row, Date: { Day: 13 } });
    }

    [Fact]
    public void Table_ending_within_a_number_drops_that_row()
    {
        var rows = HandWrittenPages.Rows.Replace("<td>1,000</td></tr>", "<td>1</table>,000</td></tr>", StringComparison.Ordinal);

        Assert.Single(ParseSamples.Dropped(HandWrittenPages.Page(HandWrittenPages.Table(rows: rows))).Document().Rows);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_text()
    {
        var chart = Whole.Replace(
            "\"symbol\":\"TEST\"",
            "\"symbol\":\"TEST\",\"longName\":\"\\ud83d\",\"currency\":\"\\ud83d\"",
            StringComparison.Ordinal);

        Assert.Null(ParseSamples.Dropped(chart).Document().Listing.Currency);
        Assert.Null(Read(HandWrittenPages.Table(), chart).Listing.Currency);
    }

    private static ParsedDocument Read(string table, string chart) =>
        ParseSamples.Fetched(HandWrittenPages.Page(table + HandWrittenPages.Script(chart))).Document();

    private static string Chart(string quote, string events = "") =>
        $"{{\"chart\":{{\"result\":[{{{Meta},\"timestamp\":[1749735000,1749821400]{events},"
        + $"\"indicators\":{{\"quote\":[{{{quote}}}],{AdjClose}}}}}]}}}}";
}
