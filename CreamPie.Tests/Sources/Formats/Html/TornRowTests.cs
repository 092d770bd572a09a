using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Sources.Yahoo;

namespace CreamPie.Tests.Sources.Formats.Html;

/// <summary>A history row with broken tags is read or counted, never lost silently.</summary>
public sealed class TornRowTests
{
    private const string Dividend = "<tr><td>Nov 12, 2024</td><td colspan=\"6\">1.67 Dividend</td></tr>";
    private const string Note = "<tr><td colspan=\"7\">*Close price adjusted for splits.</td></tr>";

    [Theory]
    [InlineData("<tr><td>Nov 12, 2024</td>1.67 Dividend</td></tr>")]
    [InlineData("<tr><td>Nov 12, 2024 1.67 Dividend</td></tr>")]
    [InlineData("<tr>Nov 12, 2024</td><td colspan=\"6\">1.67 Dividend</td></tr>")]
    [InlineData("<tr>Nov 12, 2024 1.67 Dividend</tr>")]
    public void Torn_dividend_row_is_counted(string torn)
    {
        var whole = Read(HandWrittenPages.Rows + Dividend);
        Assert.Equal(
            [(new DateOnly(2024, 11, 12), ActionKind.Dividend, 1.67)],
            whole.Actions.Select(a => (a.ExDate, a.Kind, a.Amount!.Value)));
        Assert.Empty(whole.Errors);

        // Two rows of one kind, so that the row before the second is no bar that could be reported instead.
        var broken = Read(HandWrittenPages.Rows + Dividend.Replace("12", "11", StringComparison.Ordinal) + torn);

        Assert.Equal(2, broken.Rows.Count);
        Assert.Single(broken.Actions);
        Assert.NotEmpty(broken.Errors);
    }

    [Theory]
    [InlineData("<td>Jun 12, 2025</td>", "<th>Jun 12, 2025</th>")]
    [InlineData("<td>1,000</td>", "<th>1,000</th>")]
    public void Bar_with_a_header_tag_is_a_bar(string cell, string header)
    {
        var read = Read(HandWrittenPages.Rows.Replace(cell, header, StringComparison.Ordinal));

        Assert.Equal([new(2025, 6, 13), new DateOnly(2025, 6, 12)], read.Rows.Select(r => r.Bar.Date));
        Assert.Empty(read.Errors);
    }

    [Fact]
    public void Repeated_headers_and_notes_are_no_rows()
    {
        var read = Read($"{HandWrittenPages.Rows}<tr>{HandWrittenPages.Headers}</tr>{Note}{Dividend}{Note}");

        Assert.Equal((2, 1, 0), (read.Rows.Count, read.Actions.Count, read.Errors.Count));
    }

    private static ParsedDocument Read(string rows) =>
        ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Table(rows: rows))).Document();
}
