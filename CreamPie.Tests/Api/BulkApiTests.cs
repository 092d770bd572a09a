using System.Net;
using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using static CreamPie.Tests.Api.Json;

namespace CreamPie.Tests.Api;

/// <summary>One long table of many stocks has the rows of their own series, in every format.</summary>
public sealed class BulkApiTests
{
    private const string Api = "/api/stock-data";

    [Theory]
    [InlineData(""), InlineData("&adjust=none"), InlineData("&adjust=all&from=2024-01-02"), InlineData("&interval=1wk&to=2024-01-05")]
    public async Task Every_format_has_the_rows_of_the_series(string query)
    {
        await using var server = await WithStocksAsync();
        var bulk = $"{Api}/bars?symbols=BBB,aaa,BBB{query}";
        List<JsonElement> expected = [.. await RowsAsync(server, "BBB", query), .. await RowsAsync(server, "AAA", query)];

        var json = await server.Client().JsonAsync(bulk);
        var table = await BulkTables.ParquetAsync(await server.Client().GetStreamAsync($"{bulk}&format=parquet"));
        var arrow = await BulkTables.ArrowAsync(await server.Client().GetStreamAsync($"{bulk}&format=arrow"));
        var csv = await server.Client().GetStringAsync($"{bulk}&format=csv");

        var rows = expected.ConvertAll(BulkTables.Row);
        Assert.NotEmpty(rows);
        Assert.Equal(rows, json.GetProperty("bars").EnumerateArray().Select(BulkTables.Row));
        Assert.Equal(rows, table.Rows);
        Assert.Equal(rows, arrow.Rows);
        Assert.Equal(rows.Count + 1, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith(
            "Symbol,Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits,Version\r\nBBB,", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_series_tells_its_version_and_why_it_has_no_bars()
    {
        await using var server = await WithStocksAsync();
        await server.AddAsync(SeedData.Tracked("NEW"));
        var version = (await server.Client().JsonAsync($"{Api}/AAA/bars")).GetProperty("version").GetInt64();

        var json = await server.Client().JsonAsync($"{Api}/bars?symbols=AAA,NEW");
        var parquet = await BulkTables.ParquetAsync(await server.Client().GetStreamAsync($"{Api}/bars?symbols=AAA,NEW&format=parquet"));

        var series = json.GetProperty("series");
        Assert.Equal((version, 4), (series[0].GetProperty("version").GetInt64(), series[0].GetProperty("bars").GetInt32()));
        Assert.Equal(("NEW", "Pending"), (Text(series[1], "symbol"), Text(series[1], "reason")));
        Assert.Equal([version], parquet.Versions.Distinct());
        Assert.Contains("\"AAA\"", parquet.Metadata["series"], StringComparison.Ordinal);
        Assert.Equal("split-adjusted", parquet.Metadata["basis"]);
    }

    [Fact]
    public async Task Unchanged_stocks_are_not_sent_again_and_a_load_changes_the_tag()
    {
        await using var server = await WithStocksAsync();
        var path = $"{Api}/bars?symbols=AAA,BBB&format=arrow";
        using var first = await server.Client().GetAsync(path);

        using var again = await AgainAsync();
        await server.Services.LoadAsync(Captures.Of(9, new(2024, 3, 2), [Captures.Bar(5, 30)], symbol: "BBB"));
        using var later = await AgainAsync();

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (again.StatusCode, later.StatusCode));
        Assert.NotEqual(first.Headers.ETag, later.Headers.ETag);

        Task<HttpResponseMessage> AgainAsync() =>
            server.Client().SendAsync(new(HttpMethod.Get, path) { Headers = { IfNoneMatch = { first.Headers.ETag! } } });
    }

    [Fact]
    public async Task Unknown_symbols_are_all_named_and_nothing_is_sent()
    {
        await using var server = await WithStocksAsync();

        var response = await server.Client().GetAsync($"{Api}/bars?symbols=NONE,AAA,NADA&format=parquet");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var problem = await response.JsonAsync();
        Assert.Equal("unknownSymbol", Text(problem, "code"));
        Assert.Contains(": NONE, NADA.", Text(problem, "detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("symbols=", "invalidSymbols"), InlineData("symbols=A..B", "invalidSymbols")]
    [InlineData("symbols=AAA&format=columns", "invalidFormat")]
    [InlineData("symbols=AAA&interval=auto", "invalidInterval"), InlineData("symbols=AAA&from=2024-02-02&to=2024-02-01", "invalidRange")]
    public async Task Invalid_query_is_answered_with_what_would_be_right(string query, string code)
    {
        await using var server = await WithStocksAsync();

        var response = await server.Client().GetAsync($"{Api}/bars?{query}");

        Assert.Equal((HttpStatusCode.BadRequest, code), (response.StatusCode, await response.CodeAsync()));
    }

    [Fact]
    public async Task More_than_500_symbols_and_anonymous_callers_are_refused()
    {
        await using var server = await WithStocksAsync();
        var many = string.Join(',', Enumerable.Range(0, 501).Select(i => $"S{i}"));

        Assert.Equal("invalidSymbols", await (await server.Client().GetAsync($"{Api}/bars?symbols={many}")).CodeAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client(null).GetAsync($"{Api}/bars?symbols=AAA")).StatusCode);
    }

    [Fact]
    public async Task Unproved_series_are_named_in_the_headers_and_in_the_schema()
    {
        await using var server = await WithStocksAsync();
        var capture = Captures.Of(
            7, new(2024, 3, 1), [Captures.Bar(0, 10), Captures.Bar(1, 11)], source: SourceName.Unproved, symbol: "UNP");
        await server.Services.LoadAsync(capture with { Document = capture.Document with { BasisProved = false } });

        using var response = await server.Client().GetAsync($"{Api}/bars?symbols=AAA,UNP&format=arrow");
        var arrow = await BulkTables.ArrowAsync(await response.Content.ReadAsStreamAsync());

        Assert.Equal(["split-adjusted"], response.Headers.GetValues("X-Basis"));
        Assert.Equal(["UNP"], response.Headers.GetValues("X-Basis-Unproved"));
        Assert.Contains("\"unproved\"", arrow.Metadata["series"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_stock_is_a_parquet_file_and_an_arrow_stream_too()
    {
        await using var server = await WithStocksAsync();
        var rows = (await RowsAsync(server, "AAA", "&adjust=all")).ConvertAll(BulkTables.Row);

        using var parquet = await server.Client().GetAsync($"{Api}/AAA/bars?adjust=all&format=parquet");
        using var arrow = await server.Client().GetAsync($"{Api}/AAA/bars?adjust=all&format=arrow");

        Assert.Equal("AAA_1d_all.parquet", parquet.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal("application/vnd.apache.arrow.stream", arrow.Content.Headers.ContentType!.MediaType);
        Assert.Equal(rows, (await BulkTables.ParquetAsync(await parquet.Content.ReadAsStreamAsync())).Rows);
        Assert.Equal(rows, (await BulkTables.ArrowAsync(await arrow.Content.ReadAsStreamAsync())).Rows);
    }

    internal static async Task<StockDataServer> WithStocksAsync()
    {
        var server = await StockDataServer.StartAsync();
        await server.Services.LoadAsync(
            Captures.Of(
                1, new(2024, 3, 1),
                [Captures.Bar(0, 5, 4.75), Captures.Bar(1, 5.25), Captures.Bar(2, 10), Captures.Bar(3, 11, final: false)],
                [CorporateAction.Cash(new(2024, 1, 2), ActionKind.Dividend, 0.25), CorporateAction.Split(new(2024, 1, 3), 2, 1)],
                symbol: "AAA"),
            Captures.Of(
                2, new(2024, 3, 1), [Captures.Bar(1, 20) with { Open = null, Volume = null }, Captures.Bar(2, 21), Captures.Bar(8, 22)],
                symbol: "BBB"));
        return server;
    }

    private static async Task<List<JsonElement>> RowsAsync(StockDataServer server, string symbol, string query)
    {
        var series = await server.Client().JsonAsync($"{Api}/{symbol}/bars?{query.TrimStart('&')}");
        return [.. series.GetProperty("bars").EnumerateArray().Select(bar => BulkTables.WithSymbol(symbol, bar))];
    }
}
