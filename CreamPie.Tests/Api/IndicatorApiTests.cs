using System.Net;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using static CreamPie.Tests.Api.Json;

namespace CreamPie.Tests.Api;

public sealed class IndicatorApiTests
{
    private const string Api = "/api/stock-data";

    [Fact]
    public async Task Indicator_by_name_keeps_its_documented_shape()
    {
        await using var server = await StockDataApiTests.WithBarsAsync();

        var series = await server.Client().JsonAsync($"{Api}/test/indicators?name=SMA&period=2&from=2024-01-01&to=2024-01-02");

        Assert.Equal(
            ["symbol", "name", "parameters", "interval", "adjust", "version", "values"], series.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("TEST", "sma", "splits"), (Text(series, "symbol"), Text(series, "name"), Text(series, "adjust")));
        Assert.Equal("""{"period":2}""", series.GetProperty("parameters").GetRawText());
        Assert.Equal(
            """[{"date":"2024-01-01","value":null},{"date":"2024-01-02","value":100.5}]""", series.GetProperty("values").GetRawText());
    }

    [Fact]
    public async Task Several_indicators_come_as_columns_with_the_dates_once()
    {
        await using var server = await StockDataApiTests.WithBarsAsync();

        var set = await server.Client().JsonAsync($"{Api}/test/indicators?ind=sma(2),obv,macd(1,2,1)&from=2024-01-02");

        Assert.Equal("""["2024-01-02","2024-01-03"]""", set.GetProperty("date").GetRawText());
        var indicators = set.GetProperty("indicators");
        Assert.Equal(
            """{"name":"sma","parameters":{"period":2},"pane":"price","columns":{"value":[100.5,101.5]}}""", indicators[0].GetRawText());
        Assert.Equal(
            """{"name":"obv","parameters":{},"pane":"own","columns":{"value":[1001,2003]}}""", indicators[1].GetRawText());
        Assert.Equal(
            ["macd", "signal", "histogram"], indicators[2].GetProperty("columns").EnumerateObject().Select(c => c.Name));
    }

    [Theory]
    [InlineData("", "invalidIndicator", "name=sma&period=20")]
    [InlineData("name=sma&ind=sma(20)", "invalidIndicator", "Either name or ind")]
    [InlineData("name=foo", "invalidIndicator", "must be one of sma, ema")]
    [InlineData("name=sma&length=20", "unknownParameter", "Did you mean period?")]
    [InlineData("name=sma&period=0", "invalidIndicator", "period as a whole number from 1 to 500")]
    [InlineData("name=sma&period=2&period=3", "invalidIndicator", "period as a whole number from 1 to 500")]
    [InlineData("name=obv&period=20", "invalidIndicator", "obv has no parameter period")]
    [InlineData("ind=sma(20)&period=20", "invalidIndicator", "There is no parameter period with ind")]
    [InlineData("ind=macd(26,12,9)", "invalidIndicator", "fast must be less than slow")]
    [InlineData("name=sma&from=2024-02-30", "invalidFrom", "from must be a date")]
    [InlineData("name=sma&interval=2d", "invalidInterval", "interval must be one of")]
    [InlineData("name=sma&asOf=2024-01-01", "notSupported", "asOf is not supported yet")]
    public async Task Invalid_indicator_is_answered_with_what_would_be_right(string query, string code, string words)
    {
        await using var server = await StockDataApiTests.WithBarsAsync();

        var response = await server.Client().GetAsync($"{Api}/TEST/indicators?{query}");

        var problem = await response.JsonAsync();
        Assert.Equal((HttpStatusCode.BadRequest, code), (response.StatusCode, Text(problem, "code")));
        Assert.Contains(words, Text(problem, "detail"), StringComparison.Ordinal);
        Assert.EndsWith(".", Text(problem, "detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TEST/indicators?ind=sma(2)")]
    [InlineData("TEST/indicators?name=sma&interval=1wk")]
    [InlineData("TEST/figures?benchmark=OTHER")]
    [InlineData("compare?symbols=TEST,OTHER")]
    public async Task Unchanged_answer_is_not_resent_until_a_load(string path)
    {
        await using var server = await StockDataApiTests.WithBarsAsync();
        await server.Services.LoadAsync(Captures.Of(5, new(2024, 3, 1), [Captures.Bar(0, 9), Captures.Bar(2, 8)], symbol: "OTHER"));
        using var client = server.Client();
        var first = await client.GetAsync($"{Api}/{path}");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        var again = await client.GetAsync($"{Api}/{path}");
        await server.Services.LoadAsync(Captures.Of(6, new(2024, 3, 2), [Captures.Bar(9, 200)]));
        var changed = await client.GetAsync($"{Api}/{path}");

        Assert.Equal((HttpStatusCode.NotModified, first.Headers.ETag), (again.StatusCode, again.Headers.ETag));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);
    }

    [Fact]
    public async Task Stock_without_data_is_answered_with_a_reason()
    {
        await using var server = await StockDataServer.StartAsync();
        await server.AddAsync(SeedData.Tracked("NEW"));

        var series = await server.Client().JsonAsync($"{Api}/NEW/indicators?name=rsi");
        var figures = await server.Client().JsonAsync($"{Api}/NEW/figures");

        Assert.Equal(("Pending", 0), (Text(series, "reason"), series.GetProperty("values").GetArrayLength()));
        Assert.Equal(("Pending", 0), (Text(figures, "reason"), figures.GetProperty("returns").GetArrayLength()));
    }

    [Fact]
    public async Task Reference_lists_the_parameters_of_every_indicator()
    {
        await using var server = await StockDataServer.StartAsync();

        var operation = (await server.Client().JsonAsync("/openapi/v1.json"))
            .GetProperty("paths").GetProperty($"{Api}/{{symbol}}/indicators").GetProperty("get");

        Assert.Superset(
            new HashSet<string>
            {
                "name", "ind", "from", "to", "interval", "adjust", "period", "deviations", "fast", "slow", "signal", "k", "d",
            },
            operation.GetProperty("parameters").EnumerateArray().Select(p => Text(p, "name")!).ToHashSet());
        Assert.Superset(
            new HashSet<string> { "200", "304", "400", "401", "403", "404" },
            operation.GetProperty("responses").EnumerateObject().Select(r => r.Name).ToHashSet());
        Assert.Contains("fields plusDi, minusDi, adx", Text(operation, "description"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0}/indicators?name=sma")]
    [InlineData("{0}/figures")]
    [InlineData("TEST/figures?benchmark={0}")]
    [InlineData("compare?symbols=TEST,{0}")]
    public async Task Malformed_and_unknown_symbols_and_anonymous_callers_are_refused(string path)
    {
        await using var server = await StockDataApiTests.WithBarsAsync();

        var malformed = await server.Client().GetAsync($"{Api}/{path.Replace("{0}", "A..B", StringComparison.Ordinal)}");
        var unknown = await server.Client().GetAsync($"{Api}/{path.Replace("{0}", "NONE", StringComparison.Ordinal)}");
        var anonymous = await server.Client(null).GetAsync($"{Api}/{path.Replace("{0}", "TEST", StringComparison.Ordinal)}");

        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
        Assert.StartsWith("invalid", await malformed.CodeAsync(), StringComparison.Ordinal);
        var problem = await unknown.JsonAsync();
        Assert.Equal((HttpStatusCode.NotFound, "unknownSymbol"), (unknown.StatusCode, Text(problem, "code")));
        Assert.StartsWith("NONE is not tracked", Text(problem, "detail"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
    }
}
