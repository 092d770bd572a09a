using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Sources.Formats.Html;

/// <summary>Each layout has one fingerprint; a new fingerprint is a new layout.</summary>
public sealed class LayoutShapeTests
{
    private const string Chart = "chart:indicators|meta|timestamp/adjclose|quote/close|high|low|open|volume";
    private const string Table = "table:date|open|high|low|close|adjClose|volume";

    [RealDataTheory]
    [InlineData(
        "2017-05-16_MSFT_react-ssr.html", "MSFT",
        "priceStore:eventsData|firstTradeDate|id|isPending|prices|timeZone/close|date|high|low|open|unadjclose|volume " + Table)]
    [InlineData(
        "2022-01-07_GME_react-ssr.html", "GME",
        "priceStore:eventsData|firstTradeDate|id|isPending|prices|timeZone/adjclose|close|date|high|low|open|volume " + Table)]
    [InlineData("2024-06-30_NVDA_svelte.html", "NVDA", Chart + " " + Table)]
    [InlineData("2024-12-05_IBM_svelte-fragment.html", "IBM", Table)]
    [InlineData("2025-06-16_AAPL_svelte-fragment.html", "AAPL", Table)]
    [InlineData("2025-06-16_TSLA_svelte.html", "TSLA", Chart + " " + Table)]
    public void Pages_of_one_layout_share_one_fingerprint(string file, string symbol, string layout) =>
        Assert.Equal(layout, ParseSamples.Dropped(RealData.Bytes("yahoo-pages", file), symbol).Document().Layout);

    [Fact]
    public void Page_refused_for_its_layout_has_its_fingerprint()
    {
        var renamed = HandWrittenPages.Headers.Replace("<th>Open ", "<th>Opening price ", StringComparison.Ordinal);
        var result = Assert.IsType<ParseResult.Refused>(ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Table(renamed))));
        var none = Assert.IsType<ParseResult.Refused>(ParseSamples.Fetched(HandWrittenPages.Page("<div>Jun 13, 2025</div>")));

        Assert.Equal("table:date|?Opening|high|low|close|adjClose|volume", result.Layout);
        Assert.Equal((Reason.Layout, "page:nothing"), (none.Reason, none.Layout));
    }

    [Fact]
    public void Renamed_payload_field_changes_the_fingerprint()
    {
        static string Layout(string adjusted) => ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Script(
            "{\"chart\":{\"result\":[{\"meta\":{\"symbol\":\"TEST\"},\"timestamp\":[1749821400],"
            + "\"indicators\":{\"quote\":[{\"close\":[1]}],\""
            + adjusted + "\":[{}]}}]}}"))).Document().Layout;

        Assert.Equal("chart:indicators|meta|timestamp/adjclose|quote/close", Layout("adjclose"));
        Assert.Equal("chart:indicators|meta|timestamp/adjustedClose|quote/close", Layout("adjustedClose"));
    }

    [Fact]
    public void Fingerprint_of_many_names_stays_short()
    {
        var headers = string.Concat(Enumerable.Range(0, 30).Select(i => $"<th>A very-long\"name<b>{i}_{new string('x', 300)}</th>"));
        var result = ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Table(
            HandWrittenPages.Headers.Replace("Open", "Start", StringComparison.Ordinal) + headers)));

        Assert.InRange(Assert.IsType<ParseResult.Refused>(result).Layout.Length, 1, 300);
    }
}
