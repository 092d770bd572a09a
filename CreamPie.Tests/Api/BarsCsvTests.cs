using System.Text;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.DropFolder;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Sources.Yahoo;
using static CreamPie.Tests.Api.Json;

namespace CreamPie.Tests.Api;

/// <summary>Our CSV has one header, and our own drop folder takes back what it may take back.</summary>
public sealed class BarsCsvTests
{
    private const string Api = "/api/stock-data";
    private const string Header = "Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits\r\n";

    [Fact]
    public async Task Unknown_values_and_actions_are_empty_cells()
    {
        await using var server = await StockDataServer.StartAsync();
        await server.Services.LoadAsync(Captures.Of(
            1, new(2024, 3, 1),
            [Captures.Bar(0, -1.5), Captures.Bar(1, 2) with { Open = null, AdjClose = null, Volume = null }], listsActions: false));

        var response = await server.Client().GetAsync($"{Api}/TEST/bars?format=csv&limit=1");
        var rest = await server.Client().GetStringAsync(response.Headers.GetValues("Link").Single().Split('<', '>')[1]);

        Assert.Equal(
            ("text/csv", "attachment"),
            (response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal(Header + "2024-01-01,-2,-0.5,-2.5,-1.5,-1.5,1000,,\r\n", await response.Content.ReadAsStringAsync());
        Assert.EndsWith("\r\n2024-01-02,,3,1,2,,,,\r\n", rest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("adjust=none", "TEST_1d_none.csv"), InlineData("adjust=all", "TEST_1d_all.csv")]
    [InlineData("interval=1wk", "TEST_1wk_splits.csv"), InlineData("interval=1mo&adjust=all", "TEST_1mo_all.csv")]
    public async Task Other_bars_have_the_same_header_and_no_import_takes_them(string query, string fileName)
    {
        await using var server = await WithActionsAsync();

        var response = await server.Client().GetAsync($"{Api}/TEST/bars?format=csv&{query}");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var document = await (await server.Client(Roles.Admin).PostAsync($"{Api}/import", Form(bytes, fileName))).JsonAsync();
        var parsed = await server.Client().JsonAsync($"{Api}/documents/{document.GetProperty("id")}/parsed");

        Assert.Equal(fileName, response.Content.Headers.ContentDisposition!.FileName);
        Assert.StartsWith(Header, Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal("Basis", Text(parsed, "reason"));
    }

    [Fact]
    public async Task Export_comes_back_with_its_bars_actions_and_basis()
    {
        await using var server = await WithActionsAsync();

        var (parsed, _) = await AgainAsync(server, "", name: null);

        Assert.Equal((true, true), (parsed.BasisProved, parsed.ListsActions));
        Assert.Equal(
            [(new DateOnly(2024, 1, 1), 5.0), (new(2024, 1, 2), 5.25), (new(2024, 1, 3), 10.0), (new(2024, 1, 4), 11.0)],
            parsed.Rows.Select(r => (r.Bar.Date, r.Bar.Close)));
        Assert.Equal(
            [CorporateAction.Cash(new(2024, 1, 2), ActionKind.Dividend, 0.25), CorporateAction.Split(new(2024, 1, 3), 2, 1)],
            parsed.Actions);
    }

    [Theory]
    [InlineData("&adjust=none&to=2024-01-02"), InlineData("&adjust=all&to=2024-01-01")]
    public async Task Renamed_export_of_other_prices_proves_no_basis(string query)
    {
        await using var server = await WithActionsAsync();

        var (parsed, _) = await AgainAsync(server, query, name: "TEST.csv");

        Assert.False(parsed.BasisProved);
    }

    [Fact]
    public async Task Export_without_known_actions_claims_none_when_it_comes_back()
    {
        await using var server = await StockDataServer.StartAsync();
        await server.Services.LoadAsync(
            Captures.Of(1, new(2024, 3, 1), [Captures.Bar(0, 10), Captures.Bar(1, 11)], listsActions: false),
            Captures.Of(2, new(2024, 1, 3), [Captures.Bar(2, 11)]));

        var (silent, _) = await AgainAsync(server, "&to=2024-01-02", name: null);
        var (mixed, csv) = await AgainAsync(server, "", name: null);

        Assert.False(silent.ListsActions);
        Assert.EndsWith(",0,0\r\n", csv, StringComparison.Ordinal);
        Assert.False(mixed.ListsActions);
    }

    /// <summary>As traded: 10, 10.5 with 0.5 of cash, a split of 2:1, 10, 11.</summary>
    private static async Task<StockDataServer> WithActionsAsync()
    {
        var server = await StockDataServer.StartAsync();
        await server.Services.LoadAsync(Captures.Of(
            1, new(2024, 3, 1), [Captures.Bar(0, 5, 4.75), Captures.Bar(1, 5.25), Captures.Bar(2, 10), Captures.Bar(3, 11)],
            [CorporateAction.Cash(new(2024, 1, 2), ActionKind.Dividend, 0.25), CorporateAction.Split(new(2024, 1, 3), 2, 1)]));
        return server;
    }

    /// <param name="server">Has the export.</param>
    /// <param name="query">Of the bars.</param>
    /// <param name="name">Of the dropped file; null for the one that the export has.</param>
    private static async Task<(ParsedDocument Parsed, string Csv)> AgainAsync(StockDataServer server, string query, string? name)
    {
        var response = await server.Client().GetAsync($"{Api}/TEST/bars?format=csv{query}");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        name ??= response.Content.Headers.ContentDisposition!.FileName!;
        var parsed = new DroppedFileSource().Parse(
            new ParseInput(bytes, DroppedFileName.Of(name).Symbol, FromNetwork: false) { FileName = name }, CancellationToken.None);
        return (parsed.Document(), Encoding.UTF8.GetString(bytes));
    }
}
