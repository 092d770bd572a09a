using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.DropFolder;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Sources.Yahoo;

namespace CreamPie.Tests.Api;

/// <summary>A CSV has no place for the basis of its prices: a header of the response tells it, and the name if none is proved.</summary>
public sealed class ExportedBasisTests
{
    private const string Bars = "/api/stock-data/TEST/bars";

    [Theory]
    [InlineData("?format=csv", "split-adjusted"), InlineData("?format=csv&adjust=none", "as-traded")]
    [InlineData("?format=csv&adjust=all", "fully-adjusted"), InlineData("?adjust=all", "fully-adjusted"), InlineData("", "split-adjusted")]
    public async Task Every_answer_tells_what_its_prices_are_adjusted_for(string query, string basis)
    {
        await using var server = await StockDataServer.StartAsync();
        await server.Services.LoadAsync(Captures.Of(1, new(2024, 3, 1), [Captures.Bar(0, 10), Captures.Bar(1, 11)]));

        var response = await server.Client().GetAsync(Bars + query);

        Assert.Equal([basis], response.Headers.GetValues("X-Basis"));
        Assert.DoesNotContain("unproved", FileName(response) ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1d", "TEST.unproved.csv"), InlineData("1wk", "TEST_1wk.unproved.csv")]
    public async Task Export_of_an_unproved_series_says_so_in_header_and_name(string interval, string name)
    {
        await using var server = await WithUnprovedAsync();

        var response = await server.Client().GetAsync($"{Bars}?format=csv&interval={interval}");

        Assert.Equal(["unproved"], response.Headers.GetValues("X-Basis"));
        Assert.Equal(name, FileName(response));
    }

    [Fact]
    public async Task Export_of_an_unproved_series_proves_nothing_when_dropped()
    {
        await using var server = await WithUnprovedAsync();
        var response = await server.Client().GetAsync($"{Bars}?format=csv");
        var bytes = await response.Content.ReadAsByteArrayAsync();

        foreach (var name in new[] { FileName(response)!, "TEST.csv" })
        {
            var parsed = new DroppedFileSource().Parse(
                new ParseInput(bytes, DroppedFileName.Of(name).Symbol, FromNetwork: false) { FileName = name },
                CancellationToken.None).Document();

            Assert.Equal((2, false), (parsed.Rows.Count, parsed.BasisProved));
        }
    }

    [Theory]
    [InlineData("", "TEST_1d_splits.csv", 3)]
    [InlineData("&from=2024-01-02", "TEST_1d_splits_2024-01-02_2024-01-03.csv", 2)]
    [InlineData("&from=2024-01-02&to=2024-01-02", "TEST_1d_splits_2024-01-02_2024-01-02.csv", 1)]
    [InlineData("&limit=2", "TEST_1d_splits_2024-01-01_2024-01-02.csv", 2)]
    public async Task Export_of_a_part_has_its_days_in_a_name_that_can_be_dropped(string query, string name, int rows)
    {
        await using var server = await StockDataServer.StartAsync();
        await server.Services.LoadAsync(Captures.Of(
            1, new(2024, 3, 1), [Captures.Bar(0, 100), Captures.Bar(1, 101), Captures.Bar(2, 102)]));

        var response = await server.Client().GetAsync($"{Bars}?format=csv{query}");
        var dropped = DroppedFileName.Of(name);
        var parsed = new DroppedFileSource().Parse(
            new ParseInput(await response.Content.ReadAsByteArrayAsync(), dropped.Symbol, FromNetwork: false) { FileName = name },
            CancellationToken.None).Document();

        Assert.Equal(name, FileName(response));
        Assert.Equal(("TEST", (DateTime?)null), (dropped.Symbol?.Value, dropped.CapturedAt));
        Assert.Equal((rows, true), (parsed.Rows.Count, parsed.BasisProved));
    }

    private static string? FileName(HttpResponseMessage response) => response.Content.Headers.ContentDisposition?.FileName;

    private static async Task<StockDataServer> WithUnprovedAsync()
    {
        var server = await StockDataServer.StartAsync();
        var capture = Captures.Of(1, new(2024, 3, 1), [Captures.Bar(0, 10), Captures.Bar(1, 11)], source: SourceName.Unproved);
        await server.Services.LoadAsync(capture with { Document = capture.Document with { BasisProved = false } });
        return server;
    }
}
