using System.Text;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Yahoo;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Sources.Yahoo;

public sealed class YahooChartSourceTests
{
    private const string Json = "application/json;charset=utf-8";

    private static readonly DateTime Noon = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);
    private static readonly YahooChartSource Source = new(Options.Create(new YahooChartOptions()), new OwnAddress());

    [Fact]
    public void Request_covers_all_daily_bars_and_actions()
    {
        var request = Source.RequestHistory(Symbol.Parse("^GSPC"), null, Noon)!;

        Assert.Equal(
            "https://query1.finance.yahoo.com/v8/finance/chart/%5EGSPC?period1=-2208988800&period2=1795478400"
            + "&interval=1d&events=div%7Csplit%7CcapitalGains&includeAdjustedClose=true",
            request.Url.AbsoluteUri);
        Assert.Equal("application/json", request.Headers["Accept"]);
    }

    /// <summary>The session of the 16th in Sydney begins on the 15th UTC.</summary>
    [Fact]
    public void Range_begins_early_enough_for_every_zone()
    {
        var url = Source.RequestHistory(Symbol.Parse("BHP.AX"), new DateOnly(2026, 11, 16), Noon)!.Url;

        Assert.Contains("period1=1794700800&", url.Query, StringComparison.Ordinal);
        Assert.Equal(new DateTime(2026, 11, 15, 0, 0, 0, DateTimeKind.Utc), DateTime.UnixEpoch.AddSeconds(1794700800));
    }

    [Theory]
    [InlineData(404, "Not Found", "No data found, symbol may be delisted", null)]
    [InlineData(410, "Not Found", "No data found for this date range, symbol may be delisted", null)]
    [InlineData(404, "internal-error", "Could not get the quote", Reason.ServerError)]
    [InlineData(404, "Service Unavailable", "", Reason.ServerError)]
    [InlineData(404, "Unknown", "Too Many Requests", Reason.RateLimited)]
    [InlineData(400, "Bad Request", "Invalid input", null)]
    public void Only_Not_Found_makes_a_404_an_unknown_symbol(int status, string code, string description, Reason? reason)
    {
        foreach (var envelope in (string[])["chart", "finance"])
        {
            var body = $$$$"""{"{{{{envelope}}}}":{"result":null,"error":{"code":"{{{{code}}}}","description":"{{{{description}}}}"}}}""";
            var response = new SourceResponse(new Uri("https://query1.finance.yahoo.com/"), Json, Encoding.UTF8.GetBytes(body), status);
            Assert.Equal(reason, Source.Classify(response)?.Reason);
        }
    }

    [Theory]
    [OnSqlite("internal-error", DocumentState.Waiting, Reason.ServerError)]
    [OnSqlite("Not Found", DocumentState.Dead, Reason.SymbolUnknown)]
    [OnPostgres("internal-error", DocumentState.Waiting, Reason.ServerError)]
    public async Task Chart_error_with_status_404_is_an_outage_unless_it_is_Not_Found(
        DatabaseProvider provider, string code, DocumentState state, Reason reason)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var body = $$$$"""{"chart":{"result":null,"error":{"code":"{{{{code}}}}","description":"{{{{code}}}}"}}}""";
        rig.Chart.On("/v8/finance/chart/AAA", RawHttpServer.Answer(404, Encoding.UTF8.GetBytes(body), $"Content-Type: {Json}"));

        var document = await rig.PullAsync(SourceName.YahooChart, "AAA");

        Assert.Equal((state, reason, 404), (document.State, document.Reason, document.HttpStatus));
    }

    [RealDataTheory, OnSqlite, OnPostgres]
    public async Task Answer_is_loaded_with_its_live_row_provisional(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var body = RealData.Bytes("yahoo-chart", "yfr_GBPUSD=X-3c1dd5.json");
        rig.Chart.On("/v8/finance/chart/GBPUSD%3DX", RawHttpServer.Answer(
            200, body, $"Content-Type: {Json}", "Date: Mon, 05 Sep 2022 13:02:20 GMT"));

        var document = await rig.PullAsync(SourceName.YahooChart, "GBPUSD=X");

        Assert.Equal((DocumentState.Loaded, SourceName.YahooChart, (int?)200), (document.State, document.Source, document.HttpStatus));
        var bars = await rig.BarsAsync("GBPUSD=X");
        Assert.Equal(
            [new DateOnly(2022, 8, 30), new(2022, 8, 31), new(2022, 9, 1), new(2022, 9, 2), new(2022, 9, 5)],
            bars.Select(b => b.Date));
        Assert.Equal([true, true, true, true, false], bars.Select(b => b.Final));
        Assert.Equal([SourceName.YahooChart], bars.Select(b => b.Source).Distinct());
        Assert.Equal("USD", (await rig.StockAsync("GBPUSD=X"))!.Currency);
    }

    [Fact]
    public void Answer_without_actions_still_lists_actions()
    {
        var document = Read(Chart("TEST")).Document();

        Assert.True(document.ListsActions);
        Assert.Empty(document.Actions);
        Assert.Equal((2.5, 2.4), (document.Rows[1].Bar.Close, document.Rows[1].Bar.AdjClose));
    }

    [Theory]
    [InlineData(
        "{\"chart\":{\"result\":null,\"error\":{\"code\":\"Not Found\",\"description\":\"No data found, symbol may be delisted\"}}}",
        Reason.SymbolUnknown)]
    [InlineData(
        "{\"finance\":{\"result\":null,\"error\":{\"code\":\"Too Many Requests\",\"description\":\"Too Many Requests\"}}}",
        Reason.RateLimited)]
    [InlineData(
        "{\"chart\":{\"result\":[{\"meta\":{\"symbol\":\"TEST\",\"dataGranularity\":\"1d\"},\"indicators\":{\"quote\":[{}]}}],"
        + "\"error\":null}}",
        Reason.EmptyUnexpected)]
    [InlineData(
        "{\"chart\":{\"result\":[{\"meta\":{\"symbol\":\"TEST\",\"dataGranularity\":\"1d\"},\"timestamp\":[17497",
        Reason.Truncated)]
    [InlineData("{}", Reason.Layout)]
    [InlineData("[]", Reason.Layout)]
    [InlineData("", Reason.ContentType)]
    [InlineData("Too Many Requests\r\n", Reason.RateLimited)]
    [InlineData("Edge: not now", Reason.ContentType)]
    [InlineData(
        "<!doctype html><html><head><title>Yahoo</title></head><body>"
        + "<form action=\"https://consent.yahoo.com/v2/collectConsent\"></form></body></html>",
        Reason.Consent)]
    [InlineData("<!doctype html><html><head><title>Just a moment...</title></head><body></body></html>", Reason.Challenge)]
    [InlineData("<!doctype html><html><head><title>Test</title></head><body><p>A page.</p></body></html>", Reason.ContentType)]
    public void Non_history_document_is_refused_with_its_reason(string body, Reason reason) => Assert.Equal(reason, Read(body).Refusal());

    [Theory]
    [InlineData("\"timestamp\":", "\"times\":", "times")]
    [InlineData("\"close\":", "\"closing\":", "closing")]
    [InlineData("\"volume\":", "\"shares\":", "shares")]
    public void Renamed_series_is_an_unknown_layout_and_is_named(string name, string other, string shown)
    {
        var refused = Assert.IsType<ParseResult.Refused>(Read(Chart("TEST").Replace(name, other, StringComparison.Ordinal)));

        Assert.Equal(Reason.Layout, refused.Reason);
        Assert.Contains(shown, refused.Layout, StringComparison.Ordinal);
        Assert.Contains(name[1..^2], refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Prices_as_strings_are_an_unknown_layout() =>
        Assert.Equal(Reason.Layout, Read(Chart("TEST").Replace("[1.5,2.5]", "[null,\"2,5\"]", StringComparison.Ordinal)).Refusal());

    [Fact]
    public void Missing_series_gives_null_values()
    {
        var bars = Read(Chart("TEST").Replace(",\"volume\":[10,20]", "", StringComparison.Ordinal)).Document().Rows;

        Assert.Equal([null, null], bars.Select(b => b.Bar.Volume));
    }

    [Fact]
    public void Chart_of_another_symbol_or_none_is_refused()
    {
        Assert.Equal(Reason.SymbolMismatch, Read(Chart("MSFT")).Refusal());
        Assert.Equal(Reason.SymbolMismatch, Read(Chart("TEST").Replace("\"symbol\"", "\"other\"", StringComparison.Ordinal)).Refusal());
    }

    [Fact]
    public void Empty_chart_of_another_symbol_is_a_mismatch() => Assert.Equal(
        Reason.SymbolMismatch,
        Read("{\"chart\":{\"result\":[{\"meta\":{\"symbol\":\"MSFT\"},\"indicators\":{\"quote\":[{}]}}],\"error\":null}}").Refusal());

    [Fact]
    public void Answer_cut_anywhere_is_refused()
    {
        var whole = Chart("TEST");
        for (var length = 1; length < whole.Length; length++)
            Assert.Equal(Reason.Truncated, Read(whole[..length]).Refusal());
    }

    private static ParseResult Read(string body) =>
        Source.Parse(new ParseInput(Encoding.UTF8.GetBytes(body), Symbol.Parse("TEST"), FromNetwork: true, Json), CancellationToken.None);

    // 2025-06-12 and 2025-06-13, 9:30 in New York.
    private static string Chart(string symbol) => "{\"chart\":{\"result\":[{\"meta\":{\"currency\":\"USD\",\"symbol\":\"" + symbol
        + "\",\"exchangeName\":\"NMS\",\"regularMarketTime\":1749844801,"
        + "\"gmtoffset\":-14400,\"exchangeTimezoneName\":\"America/New_York\",\"dataGranularity\":\"1d\"},"
        + "\"timestamp\":[1749735000,1749821400],"
        + "\"indicators\":{\"quote\":[{\"open\":[1,2],\"high\":[2,3],\"low\":[1,2],\"close\":[1.5,2.5],\"volume\":[10,20]}],"
        + "\"adjclose\":[{\"adjclose\":[1.4,2.4]}]}}],\"error\":null}}";
}
