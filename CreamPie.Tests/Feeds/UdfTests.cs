using System.Globalization;
using System.Net;
using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Tests.Api;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using static CreamPie.Tests.Loading.Captures;

namespace CreamPie.Tests.Feeds;

/// <summary>A feed as TradingView's charts read it: Universal Data Feed.</summary>
public sealed class UdfTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2024, 1, 10, 12, 0, 0, TimeSpan.Zero);

    private TestApplication _app = null!;
    private HttpClient _client = null!;
    private string _udf = "";

    /// <summary>Four days, a weekend, two days; a dividend on the third, a split on the last. MSFT is not of the feed.</summary>
    public async Task InitializeAsync()
    {
        _app = await TestApplication.StartAsync(time: new FakeTimeProvider(Now));
        await _app.Services.LoadAsync(
            Of(
                1, new(2024, 1, 9), [Bar(1, 100), Bar(2, 101), Bar(3, 102), Bar(4, 103), Bar(7, 104), Bar(8, 105)],
                [
                    CorporateAction.Cash(Monday.AddDays(3), ActionKind.Dividend, 0.25),
                    CorporateAction.Split(Monday.AddDays(8), 4, 1),
                ],
                symbol: "AAPL"),
            Of(2, new(2024, 1, 9), [Bar(1, 7)], symbol: "MSFT"),
            Of(3, new(2024, 1, 9), [Bar(1, 9)], symbol: "AAPLX"));
        await using (var db = await _app.OpenAsync())
        {
            await db.Stocks.Where(s => s.Symbol == "AAPL").ExecuteUpdateAsync(s => s
                .SetProperty(x => x.Exchange, "NMS").SetProperty(x => x.TimeZone, "America/New_York").SetProperty(x => x.Currency, "USD")
                .SetProperty(x => x.Name, "Apple Inc."));
        }
        using var owner = await _app.AnalystAsync();
        _udf = (await owner.AddFeedAsync(["AAPLX", "AAPL", "LATER"])).Link + "/udf";
        _client = _app.Anonymous();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Config_and_time_say_what_a_chart_may_ask()
    {
        var config = await _client.JsonAsync($"{_udf}/config");
        Assert.All(
            ["supports_search", "supports_marks", "supports_timescale_marks", "supports_time"],
            name => Assert.True(config.GetProperty(name).GetBoolean()));
        Assert.False(config.GetProperty("supports_group_request").GetBoolean());
        Assert.Equal(["1D", "1W", "1M", "3M", "12M"], Texts(config, "supported_resolutions"));
        Assert.Equal(Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), await _client.GetStringAsync($"{_udf}/time"));
    }

    [Theory, InlineData("AAPL"), InlineData("aapl"), InlineData("NMS:AAPL")]
    public async Task Symbol_says_how_it_is_drawn(string name)
    {
        var symbol = await _client.JsonAsync($"{_udf}/symbols?symbol={name}");

        Assert.Equal(
            ("AAPL", "Apple Inc.", "stock", "America/New_York", "NMS", "USD"),
            (Json.Text(symbol, "ticker"), Json.Text(symbol, "description"), Json.Text(symbol, "type"), Json.Text(symbol, "timezone"),
                Json.Text(symbol, "exchange"), Json.Text(symbol, "currency_code")));
        Assert.Equal(
            (1, 100, false, true),
            (symbol.GetProperty("minmov").GetInt32(), symbol.GetProperty("pricescale").GetInt32(),
                symbol.GetProperty("has_intraday").GetBoolean(), symbol.GetProperty("has_weekly_and_monthly").GetBoolean()));
    }

    [Theory]
    [InlineData("symbols?symbol=MSFT"), InlineData("symbols?symbol=X:MSFT"), InlineData("symbols?symbol=LATER"), InlineData("symbols")]
    [InlineData("history?symbol=MSFT&from=0&to=9999999999&resolution=1D"), InlineData("marks?symbol=MSFT&from=0&to=9999999999")]
    [InlineData("history?symbol=LATER&from=0&to=9999999999&resolution=1D"), InlineData("timescale_marks?symbol=MSFT&from=0&to=9999999999")]
    [InlineData("marks?symbol=A%20B&from=0&to=1"), InlineData("history?to=1&resolution=1D")]
    public async Task What_the_feed_does_not_hold_is_unknown(string path)
    {
        using var answer = await _client.GetAsync($"{_udf}/{path}");

        var error = await answer.JsonAsync();
        Assert.Equal(
            (HttpStatusCode.NotFound, "error", "unknown_symbol"), (answer.StatusCode, Json.Text(error, "s"), Json.Text(error, "errmsg")));
    }

    [Fact]
    public async Task Search_finds_only_within_the_feed()
    {
        Assert.Equal(["AAPL", "AAPLX"], await FoundAsync("query=aapl&type=&exchange=&limit=30"));
        Assert.Equal(["AAPL"], await FoundAsync("query=aapl&limit=1"));
        Assert.Equal(["AAPL"], await FoundAsync("query=apple"));
        Assert.Empty(await FoundAsync("query=MSFT"));
        Assert.Equal(["AAPLX", "AAPL"], await FoundAsync("query=&limit=5"));
    }

    [Fact]
    public async Task History_has_the_days_from_one_time_to_another()
    {
        Assert.Equal([101d, 102], await ClosesAsync(2, 3, "1D"));
        // Neither end is a midnight: the second began before, the fifth is within.
        Assert.Equal(
            [102d, 103], Numbers(await HistoryAsync($"from={Seconds(2) + 1}&to={Seconds(4) + 3_600}&resolution=D"), "c"));
        var last = await HistoryAsync($"from={Seconds(8)}&to={Seconds(400)}&resolution=1D");
        Assert.Equal("ok", Json.Text(last, "s"));
        Assert.Equal(
            (Seconds(8), 104.5, 106, 104, 105, 1_008),
            (last.GetProperty("t")[0].GetInt64(), last.GetProperty("o")[0].GetDouble(), last.GetProperty("h")[0].GetDouble(),
                last.GetProperty("l")[0].GetDouble(), last.GetProperty("c")[0].GetDouble(), last.GetProperty("v")[0].GetInt64()));
    }

    [Fact]
    public async Task Countback_goes_beyond_from()
    {
        Assert.Equal(
            [102d, 103, 104], Numbers(await HistoryAsync($"from={Seconds(7)}&to={Seconds(7)}&resolution=1D&countback=3"), "c"));
        Assert.Equal(2, Numbers(await HistoryAsync($"to={Seconds(2)}&resolution=1D&countback=300"), "c").Count);
        Assert.Equal("no_data", Json.Text(await HistoryAsync($"to={Seconds(0)}&resolution=1D&countback=3"), "s"));
    }

    [Fact]
    public async Task Nothing_in_a_range_names_the_bar_before_it()
    {
        var weekend = await HistoryAsync($"from={Seconds(5)}&to={Seconds(6)}&resolution=1D");
        Assert.Equal(("no_data", Seconds(4)), (Json.Text(weekend, "s"), weekend.GetProperty("nextTime").GetInt64()));
        var hours = await HistoryAsync($"from={Seconds(4) + 60}&to={Seconds(4) + 120}&resolution=1D");
        Assert.Equal(("no_data", Seconds(4)), (Json.Text(hours, "s"), hours.GetProperty("nextTime").GetInt64()));
        var before = await HistoryAsync($"from=-9999999999999&to={Seconds(0)}&resolution=1D");
        Assert.Equal("no_data", Json.Text(before, "s"));
        Assert.False(before.TryGetProperty("nextTime", out _));
    }

    [Fact]
    public async Task Weeks_are_dated_by_their_first_session()
    {
        var weeks = await HistoryAsync($"from=0&to={Seconds(400)}&resolution=1W");

        Assert.Equal([Seconds(1), Seconds(7)], weeks.GetProperty("t").EnumerateArray().Select(t => t.GetInt64()));
        Assert.Equal([103d, 105], Numbers(weeks, "c"));
    }

    [Theory]
    [InlineData("from=0&to=9&resolution=5"), InlineData("from=0&to=9"), InlineData("from=x&to=9&resolution=1D")]
    [InlineData("from=0&resolution=1D"), InlineData("to=9&resolution=1D&countback=0"), InlineData("from=0&to=NaN&resolution=1D")]
    public async Task Wrong_ranges_are_refused_as_errors(string query)
    {
        using var answer = await _client.GetAsync($"{_udf}/history?symbol=AAPL&{query}");
        Assert.Equal((HttpStatusCode.BadRequest, "error"), (answer.StatusCode, Json.Text(await answer.JsonAsync(), "s")));
    }

    [Fact]
    public async Task Marks_are_the_splits_and_dividends_of_the_range()
    {
        var range = $"symbol=AAPL&from={Seconds(0)}&to={Seconds(400)}&resolution=1D";
        var marks = await _client.JsonAsync($"{_udf}/marks?{range}");
        var scale = (await _client.JsonAsync($"{_udf}/timescale_marks?{range}")).EnumerateArray().ToList();

        Assert.Equal(["D", "S"], Texts(marks, "label"));
        Assert.Equal(["D", "S"], scale.Select(m => Json.Text(m, "label")));
        Assert.Equal([Seconds(3), Seconds(8)], scale.Select(m => m.GetProperty("time").GetInt64()));
        Assert.Equal(["Dividend 0.25 USD", "Split 4:1"], scale.Select(m => m.GetProperty("tooltip")[0].GetString()));
        Assert.All(marks.EnumerateObject(), column => Assert.Equal(2, column.Value.GetArrayLength()));
        var one = await _client.JsonAsync($"{_udf}/timescale_marks?symbol=AAPL&from={Seconds(3) + 1}&to={Seconds(8)}&resolution=1D");
        Assert.Equal("S", Json.Text(Assert.Single(one.EnumerateArray()), "label"));
    }

    [Fact]
    public async Task Quotes_of_others_are_errors_among_ours()
    {
        var quotes = await _client.JsonAsync($"{_udf}/quotes?symbols=AAPL,MSFT,LATER");

        var items = quotes.GetProperty("d").EnumerateArray().ToList();
        Assert.Equal("ok", Json.Text(quotes, "s"));
        Assert.Equal(["ok AAPL", "error MSFT", "error LATER"], items.Select(i => $"{Json.Text(i, "s")} {Json.Text(i, "n")}"));
        var values = items[0].GetProperty("v");
        Assert.Equal(
            (105, 1, 104, "Apple Inc."),
            (values.GetProperty("lp").GetDouble(), values.GetProperty("ch").GetDouble(),
                values.GetProperty("prev_close_price").GetDouble(), Json.Text(values, "description")));
        Assert.All(items.Skip(1), i => Assert.False(i.TryGetProperty("v", out _)));
    }

    private static long Seconds(int day) =>
        new DateTimeOffset(Monday.AddDays(day).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds();

    private Task<JsonElement> HistoryAsync(string query) => _client.JsonAsync($"{_udf}/history?symbol=AAPL&{query}");

    private async Task<List<double>> ClosesAsync(int from, int to, string resolution) =>
        Numbers(await HistoryAsync($"from={Seconds(from)}&to={Seconds(to)}&resolution={resolution}"), "c");

    private async Task<IEnumerable<string?>> FoundAsync(string query) =>
        (await _client.JsonAsync($"{_udf}/search?{query}")).EnumerateArray().Select(s => Json.Text(s, "ticker"));

    private static List<double> Numbers(JsonElement json, string name) =>
        [.. json.GetProperty(name).EnumerateArray().Select(n => n.GetDouble())];

    private static IEnumerable<string?> Texts(JsonElement json, string name) =>
        json.GetProperty(name).EnumerateArray().Select(t => t.GetString());
}
