using CreamPie.Tests.Api;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Loading.Captures;

namespace CreamPie.Tests.Feeds;

/// <summary>Symbols with the characters that addresses and spreadsheets use themselves.</summary>
public sealed class FeedSymbolTests
{
    public static readonly TheoryData<string> Symbols =
        ["GC=F", "GBPUSD=X", "^GSPC", "BTC-USD", "BRK.B", "7203.T", "M&M.NS", "NIFTY_FIN_SERVICE.NS", "A.CSV", "PRICES"];

    [Theory, MemberData(nameof(Symbols))]
    public async Task Every_form_of_a_feed_reads_the_symbol(string symbol)
    {
        await using var app = await TestApplication.StartAsync();
        await app.Services.LoadAsync(
            Of(1, new(2024, 3, 1), [Bar(1, 100), Bar(2, 101)], symbol: symbol), Of(2, new(2024, 3, 1), [Bar(1, 7)]));
        using var owner = await app.AnalystAsync();
        var (_, feed) = await owner.AddFeedAsync([symbol]);
        var path = Uri.EscapeDataString(symbol);

        Assert.Equal(await owner.GetStringAsync($"/api/stock-data/{path}/bars"), await owner.GetStringAsync($"{feed}/{path}.json"));
        Assert.Contains("\r\n2024-01-03,100.5,102,100,101,", await owner.GetStringAsync($"{feed}/{path}.csv"), StringComparison.Ordinal);
        var parquet = await owner.GetByteArrayAsync($"{feed}/{path}.parquet");
        Assert.Equal("PAR1"u8, parquet[..4]);
        foreach (var prices in new[] { "prices.csv", $"prices.csv?symbols={path}" })
            Assert.Contains($"{symbol},,101,", await owner.GetStringAsync($"{feed}/{prices}"), StringComparison.Ordinal);

        var chart = (await owner.JsonAsync($"{feed}/v8/finance/chart/{path}?range=max")).GetProperty("chart").GetProperty("result")[0];
        Assert.Equal((symbol, 2), (Json.Text(chart.GetProperty("meta"), "symbol"), chart.GetProperty("timestamp").GetArrayLength()));
        var quote = (await owner.JsonAsync($"{feed}/v7/finance/quote?symbols={path}")).GetProperty("quoteResponse").GetProperty("result");
        var only = Assert.Single(quote.EnumerateArray());
        Assert.Equal((symbol, 101), (Json.Text(only, "symbol"), only.GetProperty("regularMarketPrice").GetDouble()));

        Assert.Equal(symbol, Json.Text(await owner.JsonAsync($"{feed}/udf/symbols?symbol={path}"), "ticker"));
        Assert.Equal(symbol, Json.Text((await owner.JsonAsync($"{feed}/udf/search?query={path}"))[0], "symbol"));
        var history = await owner.JsonAsync($"{feed}/udf/history?symbol={path}&resolution=1D&from=0&to=1800000000");
        Assert.Equal("[100,101]", history.GetProperty("c").GetRawText());
        var last = (await owner.JsonAsync($"{feed}/udf/quotes?symbols={path}")).GetProperty("d")[0];
        Assert.Equal((symbol, 101), (Json.Text(last, "n"), last.GetProperty("v").GetProperty("lp").GetDouble()));
        Assert.Equal(symbol, Json.Text((await owner.JsonAsync($"{feed}/openbb/quality?symbol={path}"))[0], "symbol"));
    }
}
