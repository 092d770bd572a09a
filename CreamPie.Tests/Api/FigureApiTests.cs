using System.Net;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.DropFolder;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using static CreamPie.Tests.Api.Json;

namespace CreamPie.Tests.Api;

public sealed class FigureApiTests
{
    private const string Api = "/api/stock-data";

    [Fact]
    public async Task Figures_keep_their_documented_shape()
    {
        await using var server = await StockDataApiTests.WithBarsAsync();

        var figures = await server.Client().JsonAsync($"{Api}/test/figures?benchmark=TEST&riskFree=0.04");

        Assert.Equal(
            [
                "symbol", "adjust", "version", "returns", "annualReturn", "volatility", "sharpeRatio", "riskFree", "maximumDrawdown",
                "drawdowns", "averageVolume", "dividendYield", "benchmark", "months", "years", "distribution",
            ],
            figures.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            """{"period":"max","value":0.02,"annual":null,"from":"2024-01-01","to":"2024-01-03","days":3}""",
            figures.GetProperty("returns")[8].GetRawText());
        Assert.Equal(
            """{"value":1001,"from":"2024-01-01","to":"2024-01-03","days":3}""", figures.GetProperty("averageVolume").GetRawText());
        Assert.Equal(
            """{"value":0,"peak":null,"trough":null,"recovery":null,"from":"2024-01-01","to":"2024-01-03","days":3}""",
            figures.GetProperty("maximumDrawdown").GetRawText());
        Assert.Equal(1, figures.GetProperty("benchmark").GetProperty("beta").GetProperty("value").GetDouble());
    }

    [Fact]
    public async Task Comparison_keeps_its_documented_shape()
    {
        await using var server = await StockDataApiTests.WithBarsAsync();
        await server.Services.LoadAsync(Captures.Of(5, new(2024, 3, 1), [Captures.Bar(0, 10), Captures.Bar(2, 5)], symbol: "OTHER"));

        var comparison = await server.Client().JsonAsync($"{Api}/compare?symbols=test, other,TEST");

        Assert.Equal(["adjust", "date", "series", "leftOut", "correlation"], comparison.EnumerateObject().Select(p => p.Name));
        Assert.Equal("all", Text(comparison, "adjust"));
        Assert.Equal("""["2024-01-01","2024-01-03"]""", comparison.GetProperty("date").GetRawText());
        Assert.Equal(["TEST", "OTHER"], comparison.GetProperty("series").EnumerateArray().Select(s => Text(s, "symbol")));
        Assert.Equal("[100,102]", comparison.GetProperty("series")[0].GetProperty("values").GetRawText());
        Assert.Equal("[100,50]", comparison.GetProperty("series")[1].GetProperty("values").GetRawText());
        Assert.Equal(
            """{"count":1,"newest":[{"date":"2024-01-02","missing":["OTHER"]}]}""", comparison.GetProperty("leftOut").GetRawText());
        Assert.Equal(2, comparison.GetProperty("correlation").GetProperty("days").GetInt32());
    }

    [Fact]
    public async Task Comparison_as_CSV_has_a_column_for_each_symbol_and_is_no_import()
    {
        await using var server = await StockDataApiTests.WithBarsAsync();
        await server.Services.LoadAsync(Captures.Of(5, new(2024, 3, 1), [Captures.Bar(0, 10), Captures.Bar(2, 5)], symbol: "OTHER"));

        var answer = await server.Client().GetAsync($"{Api}/compare?symbols=TEST,OTHER&adjust=splits&format=csv");

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            "compare_TEST_OTHER_2024-01-01_2024-01-03_splits.csv", answer.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.Equal(
            "Date,TEST price rebased to 100,OTHER price rebased to 100\r\n2024-01-01,100,100\r\n2024-01-03,102,50\r\n",
            await answer.Content.ReadAsStringAsync());
        var name = answer.Content.Headers.ContentDisposition!.FileNameStar!;
        var input = new ParseInput(await answer.Content.ReadAsByteArrayAsync(), DroppedFileName.Of(name).Symbol, FromNetwork: false);
        Assert.IsType<ParseResult.Refused>(new DroppedFileSource().Parse(input with { FileName = name }, CancellationToken.None));
    }

    [Theory]
    [InlineData("compare?symbols=TEST&format=xml", "invalidFormat")]
    [InlineData("TEST/figures?from=x", "invalidFrom")]
    [InlineData("TEST/figures?from=2024-02-02&to=2024-02-01", "invalidRange")]
    [InlineData("TEST/figures?adjust=none", "invalidAdjust")]
    [InlineData("TEST/figures?riskFree=4%25", "invalidRiskFree")]
    [InlineData("TEST/figures?riskFree=2", "invalidRiskFree")]
    [InlineData("TEST/figures?benchmark=..", "invalidBenchmark")]
    [InlineData("compare", "invalidSymbols")]
    [InlineData("compare?symbols=A,B,C,D,E,F,G,H,I,J,K", "invalidSymbols")]
    [InlineData("compare?symbols=TEST&adjust=none", "invalidAdjust")]
    [InlineData("compare?symbols=TEST&from=2024-02-02&to=2024-02-01", "invalidRange")]
    public async Task Invalid_value_is_answered_with_the_valid_ones(string path, string code)
    {
        await using var server = await StockDataApiTests.WithBarsAsync();

        var response = await server.Client().GetAsync($"{Api}/{path}");

        Assert.Equal((HttpStatusCode.BadRequest, code), (response.StatusCode, await response.CodeAsync()));
    }
}
