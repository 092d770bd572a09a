using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Sources.Yahoo;

public sealed class ChartPayloadTests
{
    internal const string Meta =
        "\"meta\":{\"currency\":\"USD\",\"symbol\":\"TEST\",\"exchangeName\":\"NMS\",\"regularMarketTime\":1749844801,"
        + "\"gmtoffset\":-14400,\"exchangeTimezoneName\":\"America/New_York\",\"dataGranularity\":\"1d\","
        + "\"longName\":\"Test \\\"Inc.\\\"\"}";

    // 2025-06-12 and 2025-06-13, 9:30 in New York.
    internal const string Timestamps = "\"timestamp\":[1749735000,1749821400]";

    internal static string Chart(string rest, string meta = Meta) => $"{{\"chart\":{{\"result\":[{{{meta},{rest}}}],\"error\":null}}}}";

    internal static string Quotes(string close, string volume = "100,200") =>
        $"\"indicators\":{{\"quote\":[{{\"open\":[1,2],\"high\":[1,2],\"low\":[1,2],\"close\":[{close}],\"volume\":[{volume}]}}],"
        + $"\"adjclose\":[{{\"adjclose\":[1,2]}}]}}";

    private const string Store =
        "<script>root.App.now = 1641728867177;\nroot.App.main = {\"QuoteSummaryStore\":{\"symbol\":\"TEST\","
        + "\"quoteType\":{\"exchange\":\"NMS\",\"exchangeTimezoneName\":\"America/New_York\",\"symbol\":\"TEST\"},"
        + "\"price\":{\"currency\":\"USD\"}},\"HistoricalPriceStore\":{\"prices\":["
        + "{\"date\":1749821400,\"open\":2,\"high\":2,\"low\":2,\"close\":2.5,\"volume\":200,\"adjclose\":2.25},"
        + "{\"date\":1749821400,\"numerator\":4,\"denominator\":1,\"splitRatio\":\"4:1\",\"type\":\"SPLIT\",\"data\":\"4:1\"},"
        + "{\"date\":1749735000,\"open\":null,\"high\":null,\"low\":null,\"close\":null,\"volume\":null,\"adjclose\":null},"
        + "{\"date\":1749735000,\"type\":\"SOMETHING\"}],"
        + "\"timeZone\":{\"gmtOffset\":-14400},\"eventsData\":["
        + "{\"date\":1749821400,\"numerator\":4,\"denominator\":1,\"splitRatio\":\"4:1\",\"type\":\"SPLIT\",\"data\":\"4:1\"}]},"
        + "\"More\":{}};</script>";

    [RealDataTheory]
    [InlineData("lukin_chart.json", "META", 250, 0, 4, "2024-10-17", "2025-10-16")]
    [InlineData("pp_response_yahoo_historical01.json", "MUV2.DE", 123, 1, 0, "2017-11-27", "2018-05-25")]
    [InlineData("pricehist_ibm-long-partial.json", "IBM", 10, 0, 17, "1962-01-02", "2021-01-08")]
    [InlineData("pricehist_inrx-with-null.json", "INR=X", 3, 1, 0, "2017-07-10", "2017-07-13")]
    [InlineData("yfr_BTC-USD-abd4b3.json", "BTC-USD", 10, 0, 0, "2026-04-01", "2026-04-10")]
    [InlineData("yfr_GBPUSD=X-3c1dd5.json", "GBPUSD=X", 5, 0, 0, "2022-08-30", "2022-09-05")]
    [InlineData("yfr_caret-NSEI-02c94b.json", "^NSEI", 6, 0, 0, "2022-07-01", "2022-07-08")]
    public void Chart_answer_is_read_as_a_document(
        string file, string symbol, int rows, int nulls, int actions, string first, string last)
    {
        var document = ParseSamples.Dropped(RealData.Bytes("yahoo-chart", file), symbol).Document();

        Assert.Equal(rows, document.Rows.Count);
        Assert.Equal(nulls, document.Errors.Count);
        Assert.Equal(actions, document.Actions.Count);
        Assert.Equal(DateOnly.Parse(first, CultureInfo.InvariantCulture), document.Rows[0].Bar.Date);
        Assert.Equal(DateOnly.Parse(last, CultureInfo.InvariantCulture), document.Rows[^1].Bar.Date);
        Assert.Equal(symbol, document.Listing.Symbol);
        Assert.All(document.Rows, r => Assert.True(r.Bar.Close > 0));
    }

    [RealDataTheory]
    [InlineData("beanprice_close_price_with_null.json", Reason.Basis)]
    [InlineData("scheb_dividendData.json", Reason.Basis)]
    [InlineData("scheb_splitData.json", Reason.Basis)]
    [InlineData("brad_aapl_chart_no_results.json", Reason.EmptyUnexpected)]
    [InlineData("scheb_noData.json", Reason.EmptyUnexpected)]
    public void Answers_that_are_not_daily_or_empty_are_refused(string file, Reason reason) =>
        Assert.Equal(reason, ParseSamples.Dropped(RealData.Bytes("yahoo-chart", file), null).Refusal());

    [Theory]
    [InlineData(
        "{\"chart\":{\"result\":null,\"error\":{\"code\":\"Not Found\",\"description\":\"No data found, symbol may be delisted\"}}}",
        Reason.SymbolUnknown)]
    [InlineData("{\"chart\":{\"result\":null,\"error\":{\"code\":\"Bad Request\",\"description\":\"Invalid input\"}}}", Reason.NotHistory)]
    [InlineData("{\"chart\":{\"result\":null,\"error\":{\"code\":\"429\",\"description\":\"Too Many Requests\"}}}", Reason.RateLimited)]
    [InlineData("{\"chart\":{\"result\":null,\"error\":null}}", Reason.Layout)]
    [InlineData("{\"chart\":{\"result\":[],\"error\":null}}", Reason.Layout)]
    public void Error_inside_an_answer_is_refused(string json, Reason reason) =>
        Assert.Equal(reason, ParseSamples.Dropped(json).Refusal());

    [Fact]
    public void Prices_are_shortest_float_decimals_and_volumes_are_whole()
    {
        var quotes = Quotes("1.5926669836044312,325.30999755859375", "1099511627777,9007199254740993");
        var document = ParseSamples.Dropped(Chart($"{Timestamps},{quotes}")).Document();

        Assert.Equal([1.592667, 325.31], document.Rows.Select(r => r.Bar.Close));
        Assert.Equal([1_099_511_627_777, 9_007_199_254_740_993], document.Rows.Select(r => r.Bar.Volume));
        Assert.Equal("Test \"Inc.\"", document.Listing.Name);
    }

    [Theory]
    [InlineData("1,null")]
    [InlineData("1,\"x\"")]
    [InlineData("1,1e999")]
    public void Bar_without_a_close_is_counted_and_skipped(string closes)
    {
        var document = ParseSamples.Dropped(Chart($"{Timestamps},{Quotes(closes)}")).Document();

        Assert.Equal([new DateOnly(2025, 6, 12)], document.Rows.Select(r => r.Bar.Date));
        Assert.Equal([new RowError(1, new(2025, 6, 13), "The bar has no close.")], document.Errors);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1,2,3")]
    [InlineData("")]
    public void Series_of_another_length_than_the_days_is_refused(string closes) =>
        Assert.Equal(Reason.Layout, ParseSamples.Dropped(Chart($"{Timestamps},{Quotes(closes)}")).Refusal());

    [Fact]
    public void Zone_name_gives_the_day_else_the_offset()
    {
        // 2024-11-04 00:00 in New York is 05:00 UTC in winter: with the summer's offset alone it would still be the 4th, at 01:00;
        // 2025-01-15T04:30Z is 23:30 of the day before in winter, and 00:30 of the 15th by the summer's offset.
        const string times = "\"timestamp\":[1730696400,1736915400]";
        var withZone = ParseSamples.Dropped(Chart($"{times},{Quotes("1,2")}")).Document();
        var meta = Meta.Replace("\"exchangeTimezoneName\":\"America/New_York\",", "", StringComparison.Ordinal);
        var offsetOnly = ParseSamples.Dropped(Chart($"{times},{Quotes("1,2")}", meta)).Document();

        Assert.Equal([new DateOnly(2024, 11, 4), new DateOnly(2025, 1, 14)], withZone.Rows.Select(r => r.Bar.Date));
        Assert.Equal([new DateOnly(2024, 11, 4), new DateOnly(2025, 1, 15)], offsetOnly.Rows.Select(r => r.Bar.Date));
    }

    [Fact]
    public void Chart_is_dated_by_its_last_trade_beside_the_current_session()
    {
        var meta = Meta.Replace(
            "\"dataGranularity\"", "\"currentTradingPeriod\":{\"regular\":{\"start\":1750080600,\"end\":1750104000}},\"dataGranularity\"",
            StringComparison.Ordinal);

        var session = ParseSamples.Dropped(Chart($"{Timestamps},{Quotes("1,2")}", meta)).Document().Session;

        Assert.Equal(new(null, new DateTime(2025, 6, 16, 20, 0, 0, DateTimeKind.Utc), DatedByTrade: true), session);
        Assert.Equal(
            new(null, null, DatedByTrade: true), ParseSamples.Dropped(Chart($"{Timestamps},{Quotes("1,2")}")).Document().Session);
    }

    [Theory]
    [InlineData("1749648600,1749735000,1749834967", "2025-06-13T17:16:07Z")] // 13:16:07 in New York
    [InlineData("1749648600,1749735000,1749821400", null)]
    [InlineData("1749648600,1749735000,1749825000", null)] // an hour off
    public void Undated_chart_is_dated_by_the_stamp_of_its_live_row(string timestamps, string? lastTrade)
    {
        var meta = Meta.Replace("\"regularMarketTime\":1749844801,", "", StringComparison.Ordinal);
        const string values = "\"open\":[1,2,3],\"high\":[1,2,3],\"low\":[1,2,3],\"close\":[1,2,3],\"volume\":[9,9,9]";
        const string quotes = $"\"indicators\":{{\"quote\":[{{{values}}}]}}";

        var chart = ParseSamples.Dropped(Chart($"\"timestamp\":[{timestamps}],{quotes}", meta)).Document();

        Assert.Equal(lastTrade, chart.CapturedAt?.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Payload_of_another_symbol_is_not_the_pages_history()
    {
        var chart = Chart($"{Timestamps},{Quotes("1,2")}");
        var other = chart.Replace("TEST", "OTHER", StringComparison.Ordinal);

        Assert.Equal(
            "table",
            ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Script(other, "OTHER") + HandWrittenPages.Table()))
                .Document().Text);
        Assert.Equal(Reason.SymbolMismatch, ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Script(other))).Refusal());
        Assert.Equal(Reason.SymbolMismatch, ParseSamples.Dropped(other).Refusal());
        Assert.Equal(
            2,
            ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Script(other, "OTHER") + HandWrittenPages.Script(chart)))
                .Document().Rows.Count);
    }

    [Fact]
    public void Weekly_page_is_refused_even_if_its_table_reads()
    {
        var weekly = Chart($"{Timestamps},{Quotes("1,2")}", Meta.Replace("\"1d\"", "\"1wk\"", StringComparison.Ordinal));

        Assert.Equal(
            Reason.Basis,
            ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Script(weekly) + HandWrittenPages.Table())).Refusal());
    }

    [Theory]
    [InlineData("timestamp\\u0022:[", "timestamp\\u0022:[[", Reason.Layout)]
    [InlineData("timestamp", "times", Reason.Layout)]
    [InlineData("close", "closing", Reason.Layout)]
    [InlineData("open", "opening", Reason.Layout)]
    public void Broken_payload_in_a_whole_page_leaves_the_table(string part, string broken, Reason withoutTable)
    {
        var script = HandWrittenPages.Script(Chart($"{Timestamps},{Quotes("1,2")}"));
        Assert.Contains(part, script, StringComparison.Ordinal);
        script = script.Replace(part, broken, StringComparison.Ordinal);

        Assert.Equal("table", ParseSamples.Fetched(HandWrittenPages.Page(script + HandWrittenPages.Table())).Document().Text);
        Assert.Equal(withoutTable, ParseSamples.Fetched(HandWrittenPages.Page(script)).Refusal());
    }

    [Theory]
    [InlineData("close")]
    [InlineData("volume")]
    public void Store_with_renamed_prices_leaves_the_table(string name)
    {
        var script = Store.Replace($"\"{name}\"", "\"other\"", StringComparison.Ordinal);

        Assert.Equal("table", ParseSamples.Fetched(HandWrittenPages.Page(script + HandWrittenPages.Table())).Document().Text);
        Assert.Equal(Reason.Layout, ParseSamples.Fetched(HandWrittenPages.Page(script)).Refusal());
    }

    [Fact]
    public void Store_of_2018_to_2023_gives_each_split_once()
    {
        var document = ParseSamples.Fetched(HandWrittenPages.Page(Store)).Document();

        Assert.Equal([new ParsedRow(0, new DailyBar(new(2025, 6, 13), 2, 2, 2, 2.5, 2.25, 200))], document.Rows);
        Assert.Equal([CorporateAction.Split(new(2025, 6, 13), 4, 1)], document.Actions);
        Assert.Equal([RowProblem.Row, RowProblem.Action], document.Errors.Select(e => e.Kind));
        Assert.Equal(new Listing("TEST", "Test Inc.", "NMS", "USD", "America/New_York", TimeSpan.FromHours(-4)), document.Listing);
    }
}
