using System.Net;
using System.Text;
using System.Text.Json;
using CreamPie.Tests.Api;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Web.Simulator.Site;

namespace CreamPie.Tests.Simulator;

/// <summary>The chart endpoint serves the page's data as Yahoo's JSON.</summary>
public sealed class ChartTests(SimulatedServer server) : IClassFixture<SimulatedServer>
{
    private static readonly DateTimeOffset FridayNoon = new(2026, 11, 20, 17, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Chart_matches_the_series_of_the_page()
    {
        using var answer = await server.Anonymous.GetAsync(
            "/simulator/v8/finance/chart/WHSK?period1=0&period2=9999999999&interval=1d&events=div%7Csplit");
        var chart = ParseSamples.Dropped(await answer.Content.ReadAsByteArrayAsync(), "WHSK").Document();
        var page = SimulatorMarket.Parsed("WHSK", SimulatorMarket.FridayEvening);

        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(page.Rows.Select(r => r.Bar), chart.Rows.Select(r => r.Bar));
        Assert.Equal(page.Actions, chart.Actions);
    }

    [Fact]
    public void Last_price_of_an_open_session_closes_its_provisional_bar()
    {
        var whole = SimulatorMarket.ListingOf("WHSK", FridayNoon);
        var meta = Meta(new SimulatedQuote(whole, long.MinValue, long.MaxValue));
        var day = Meta(new SimulatedQuote(
            whole, FridayNoon.Date.Subtract(DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond, long.MaxValue));

        Assert.Equal(whole.Days[^1].Close, meta.GetProperty("regularMarketPrice").GetDouble(), 0.005);
        Assert.Equal(FridayNoon.ToUnixTimeSeconds(), meta.GetProperty("regularMarketTime").GetInt64());
        Assert.False(meta.TryGetProperty("chartPreviousClose", out _));
        Assert.Equal(whole.Days[^2].Close, day.GetProperty("chartPreviousClose").GetDouble(), 0.005);
    }

    [Theory]
    [InlineData("NOPE?interval=1d", HttpStatusCode.NotFound, "No data found")]
    [InlineData("a..b", HttpStatusCode.NotFound, "No data found")]
    [InlineData("WHSK?interval=1m", HttpStatusCode.UnprocessableEntity, "daily")]
    public async Task Unknown_symbol_is_refused_in_Yahoos_format(string path, HttpStatusCode status, string words)
    {
        using var answer = await server.Anonymous.GetAsync("/simulator/v8/finance/chart/" + path);

        Assert.Equal(status, answer.StatusCode);
        var chart = (await answer.JsonAsync()).GetProperty("chart");
        Assert.Equal(JsonValueKind.Null, chart.GetProperty("result").ValueKind);
        Assert.Contains(words, chart.GetProperty("error").GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    private static JsonElement Meta(SimulatedQuote quote) =>
        JsonDocument.Parse(Encoding.UTF8.GetString(ChartJson.Of(quote).Span)).RootElement
            .GetProperty("chart").GetProperty("result")[0].GetProperty("meta");
}
