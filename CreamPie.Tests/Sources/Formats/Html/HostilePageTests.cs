using System.Text;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Sources.Yahoo;

namespace CreamPie.Tests.Sources.Formats.Html;

/// <summary>
/// Input that costs a tree builder minutes (AngleSharp's own: 113 KB of font and p are 35 s) and that must cost us one
/// pass. A quadratic pass would hang these tests; no clock is asserted.
/// </summary>
public sealed class HostilePageTests
{
    private static readonly string Good = HandWrittenPages.Table();

    [Fact]
    public void Nested_elements_cost_one_pass_and_keep_the_table()
    {
        var page = HandWrittenPages.Page(Repeat("<div>", 200_000) + Good);

        Assert.Equal(2, ParseSamples.Fetched(page).Document().Rows.Count);
    }

    [Fact]
    public void Unclosed_formatting_is_not_multiplied() =>
        Assert.Equal(2, ParseSamples.Fetched(HandWrittenPages.Page(Repeat("<font><p>", 100_000) + Good)).Document().Rows.Count);

    [Theory]
    [InlineData("<b>")]
    [InlineData("</p>")]
    [InlineData("<table>")]
    [InlineData("<tr><td>")]
    public void More_than_a_million_tags_are_refused(string tag) =>
        Assert.Equal(Reason.ParseBudget, ParseSamples.Fetched(HandWrittenPages.Page(Good + Repeat(tag, 1_000_001))).Refusal());

    [Fact]
    public void Tag_with_half_a_million_attributes_is_one_tag()
    {
        var attributes = string.Concat(Enumerable.Range(0, 500_000).Select(i => $" href{i}=x"));
        var same = Repeat(" href=x rel=canonical", 250_000);
        var page = HandWrittenPages.Page($"<link{attributes}><script{attributes}></script><link{same}>" + Good);

        Assert.Equal(2, ParseSamples.Fetched(page).Document().Rows.Count);
    }

    [Fact]
    public void Thousands_of_rows_in_one_table_stay_one_pass()
    {
        var rows = string.Concat(Enumerable.Range(0, 60_000).Select(i =>
            $"<tr><td>{new DateOnly(2025, 6, 13).AddDays(-i):MMM d, yyyy}</td>"
            + "<td>1</td><td>1</td><td>1</td><td>1</td><td>1</td><td>1</td></tr>"));

        Assert.Equal(60_000, ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Table(rows: rows))).Document().Rows.Count);
    }

    [Theory]
    [InlineData("<!--")]
    [InlineData("<![CDATA[")]
    [InlineData("<script>")]
    [InlineData("<script><!--<script>")]
    [InlineData("<style>")]
    [InlineData("<textarea>")]
    [InlineData("&#")]
    [InlineData("&amp")]
    [InlineData("<h1>")]
    [InlineData("<a b='")]
    [InlineData("<")]
    public void Unclosed_element_is_refused_in_one_pass(string opening)
    {
        var result = ParseSamples.Fetched(HandWrittenPages.Page(Repeat(opening, 100_000)));

        Assert.Contains(result.Refusal(), new[] { Reason.Truncated, Reason.Layout });
    }

    [Fact]
    public void Deeply_nested_JSON_is_refused()
    {
        Assert.Equal(Reason.ContentType, ParseSamples.Dropped(Repeat("[", 1_000_000)).Refusal());
        Assert.Equal(Reason.Truncated, ParseSamples.Dropped("{\"chart\":" + Repeat("[", 100_000)).Refusal());
    }

    [Fact]
    public void Cancelled_parse_stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var page = Encoding.UTF8.GetBytes(HandWrittenPages.Page(Repeat("<b>", 10_000)));

        Assert.Throws<OperationCanceledException>(() => new CreamPie.Core.Sources.DropFolder.DroppedFileSource().Parse(
            new CreamPie.Core.Sources.Contract.ParseInput(page, Symbol.Parse("TEST"), FromNetwork: false), cancelled.Token));
    }

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
}
