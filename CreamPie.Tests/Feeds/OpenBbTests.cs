using System.Net;
using System.Text.Json;
using CreamPie.Tests.Api;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Loading.Captures;

namespace CreamPie.Tests.Feeds;

/// <summary>A feed as OpenBB Workspace reads it: the widgets, and what is behind them.</summary>
public sealed class OpenBbTests : IAsyncLifetime
{
    private TestApplication _app = null!;
    private HttpClient _client = null!;
    private string _feed = "";

    public async Task InitializeAsync()
    {
        _app = await TestApplication.StartAsync();
        await using (var db = await _app.OpenAsync())
        {
            var document = SeedData.NewDocument(1, "AAPL");
            document.Sha256 = new string('0', 63) + "1";
            db.Add(document);
            await db.SaveChangesAsync();
        }
        await _app.Services.LoadAsync(
            Of(1, new(2024, 3, 1), [Bar(0, 100), Bar(1, 98)], symbol: "AAPL"), Of(2, new(2024, 3, 1), [Bar(0, 7)], symbol: "MSFT"));
        using var owner = await _app.AnalystAsync();
        _feed = (await owner.AddFeedAsync(["LATER", "AAPL"])).Link;
        _client = _app.Anonymous();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Every_widget_answers_as_it_is_first_opened()
    {
        var widgets = (await _client.JsonAsync($"{_feed}/widgets.json")).EnumerateObject().ToList();
        Assert.Equal(4, widgets.Count);
        foreach (var widget in widgets.Select(w => w.Value))
        {
            var address = _feed + Json.Text(widget, "endpoint");
            if (Json.Text(widget, "type") == "advanced_charting")
            {
                var shown = Json.Text(widget.GetProperty("data"), "defaultSymbol");
                await AnswersAsync($"{address}/config");
                await AnswersAsync($"{address}/symbols?symbol={shown}");
                continue;
            }
            var parameters = widget.GetProperty("params").EnumerateArray().ToList();
            Assert.NotEqual(0, (await AnswersAsync($"{address}?{Query(parameters)}")).GetArrayLength());
            foreach (var options in parameters.Where(p => p.TryGetProperty("optionsEndpoint", out _)))
                await AnswersAsync(_feed + Json.Text(options, "optionsEndpoint"));
        }
    }

    [Fact]
    public async Task Apps_lay_out_only_widgets_that_exist()
    {
        var widgets = (await _client.JsonAsync($"{_feed}/widgets.json")).EnumerateObject().Select(w => w.Name).ToHashSet();
        var app = Assert.Single((await _client.JsonAsync($"{_feed}/apps.json")).EnumerateArray());

        var placed = app.GetProperty("tabs").EnumerateObject()
            .SelectMany(t => t.Value.GetProperty("layout").EnumerateArray()).Select(w => Json.Text(w, "i")!).ToList();
        var grouped = app.GetProperty("groups").EnumerateArray()
            .SelectMany(g => g.GetProperty("widgetIds").EnumerateArray()).Select(w => w.GetString()!);
        Assert.Equal(widgets.Order(), placed.Order());
        Assert.Subset(widgets, grouped.ToHashSet());
    }

    [Fact]
    public async Task Widgets_show_prices_quality_and_provenance()
    {
        var stock = Assert.Single((await _client.JsonAsync($"{_feed}/openbb/stocks")).EnumerateArray());
        Assert.Equal(
            ("AAPL", 98, "final"), (Json.Text(stock, "symbol"), stock.GetProperty("price").GetDouble(), Json.Text(stock, "final")));
        var quality = Assert.Single((await _client.JsonAsync($"{_feed}/openbb/quality?symbol=aapl")).EnumerateArray());
        Assert.Equal((2, "2024-01-02"), (quality.GetProperty("bars").GetInt32(), Json.Text(quality, "lastBar")));
        var origin = (await _client.JsonAsync($"{_feed}/openbb/provenance?symbol=AAPL&date=2024-01-01")).EnumerateArray()
            .ToDictionary(f => Json.Text(f, "fact")!, f => Json.Text(f, "value"));
        Assert.Equal(("2024-01-01", "100", new string('0', 63) + "1"), (origin["Day"], origin["Close in the document"], origin["SHA-256"]));
        var symbols = await _client.JsonAsync($"{_feed}/openbb/symbols");
        Assert.Equal("AAPL", Json.Text(Assert.Single(symbols.EnumerateArray()), "value"));
    }

    [Theory]
    [InlineData("quality?symbol=MSFT"), InlineData("provenance?symbol=MSFT"), InlineData("provenance?symbol=MSFT&date=2024-01-01")]
    [InlineData("quality?symbol=LATER"), InlineData("quality"), InlineData("provenance?symbol=AAPL&date=2024-01-06")]
    public async Task What_the_feed_does_not_hold_is_not_found(string path)
    {
        using var answer = await _client.GetAsync($"{_feed}/openbb/{path}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("2024-01-01", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Day_that_is_none_is_refused()
    {
        using var answer = await _client.GetAsync($"{_feed}/openbb/provenance?symbol=AAPL&date=yesterday");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<JsonElement> AnswersAsync(string address)
    {
        using var answer = await _client.GetAsync(address);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address[_feed.Length..]}: {answer.StatusCode}");
        return await answer.JsonAsync();
    }

    private static string Query(IEnumerable<JsonElement> parameters) =>
        string.Join('&', parameters.Select(p => $"{Json.Text(p, "paramName")}={Json.Text(p, "value")}"));
}
