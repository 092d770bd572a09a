using Bunit;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Storage;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Charts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Components.Stocks;

/// <summary>What a reader chooses of the chart is in the address, and the address decides what is chosen.</summary>
public sealed class ChartChoicesTests : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2024, 1, 10);

    private TestDatabase _database = null!;
    private SignedIn _page = null!;

    public async Task InitializeAsync()
    {
        _database = await SeedData.DatabaseAsync(DatabaseProvider.Sqlite, Today);
        _page = await SignedIn.AsAsync(_database);
    }

    public async Task DisposeAsync()
    {
        await _page.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Address_determines_the_view()
    {
        await LoadAsync(Captures.Bar(0, 100));

        var page = Open("TEST", "?range=5y&interval=1wk&adjust=all");

        Assert.Equal(new(ChartRange.FiveYears, Interval.Weekly, PriceAdjustment.All), Chart(page).View);
        Assert.Equal("5Y", page.Find("nav[aria-label=Range] [aria-current]").TextContent);
        Assert.Equal("all", page.Find("select[name=adjust]").GetAttribute("value"));
        Assert.Equal("stocks/TEST?range=1m&interval=1wk&adjust=all", page.Find("[data-range='1m']").GetAttribute("href"));
        Assert.Equal("stocks/TEST?interval=1wk&adjust=all", page.Find("[data-range='1y']").GetAttribute("href"));
        Assert.Contains("Total return", page.Find(".meaning").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choosing_an_interval_navigates_to_its_address()
    {
        await LoadAsync(Captures.Bar(0, 100));
        var page = Open("TEST", "?range=all");

        page.Perform(() => page.Find("select").Change("1mo"));

        Assert.EndsWith("/stocks/TEST?range=all&interval=1mo", Address, StringComparison.Ordinal);
        Assert.Equal(Interval.Monthly, Chart(page).View.Interval);
    }

    [Fact]
    public async Task Symbol_to_compare_with_goes_into_the_address()
    {
        await LoadAsync(Captures.Bar(0, 100));
        var page = Open("TEST");

        page.Perform(() => page.Find("input[name=compare]").Change("no symbol!"));
        page.Perform(() => page.Find("form.compare").Submit());
        Assert.Contains("Enter a ticker", page.Find(".meaning [role=alert]").TextContent, StringComparison.Ordinal);
        page.Perform(() => page.Find("input[name=compare]").Change("^gspc"));
        page.Perform(() => page.Find("form.compare").Submit());

        Assert.EndsWith("?compare=%5EGSPC", Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Indicator_is_added_changed_and_removed_in_the_address()
    {
        await LoadAsync(Captures.Bar(0, 100));
        var page = Open("TEST");

        page.Perform(() => page.Find("[data-indicator=sma]").Click());
        Assert.EndsWith("?ind=sma%2820%29", Address, StringComparison.Ordinal);
        page.Perform(() => page.Find(".chosen input").Change("50"));
        Assert.EndsWith("?ind=sma%2850%29", Address, StringComparison.Ordinal);
        page.Perform(() => page.Find(".chosen input").Change("0"));
        Assert.Contains("period as a whole number", page.Find(".problem").TextContent, StringComparison.Ordinal);
        page.Perform(() => page.Find(".chosen button").Click());
        Assert.EndsWith("/stocks/TEST", Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choice_by_a_key_becomes_the_address_and_keeps_the_rest()
    {
        await LoadAsync(Captures.Bar(0, 100));
        var page = Open("TEST", "?from=2020-01-02&type=line&ind=sma(20)");

        Assert.Empty(page.FindAll("nav[aria-label=Range] [aria-current]"));
        await page.InvokeAsync(() => page.FindComponent<PriceChart>().Instance.Choose("scale", "log"));
        await page.InvokeAsync(() => page.FindComponent<PriceChart>().Instance.Drop("ind", "sma(20)"));
        Assert.EndsWith("/stocks/TEST?from=2020-01-02&scale=log&type=line", Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Downloads_have_the_automatic_interval_before_the_chart_is_drawn()
    {
        await LoadAsync(Captures.Bar(-8 * 365, 100), Captures.Bar(0, 100));

        var page = Open("TEST", "?range=all");

        Assert.Equal(
            [
                "api/stock-data/TEST/bars?interval=1wk&adjust=splits&format=csv",
                "api/stock-data/TEST/bars?adjust=splits&format=csv",
            ],
            page.FindAll("a[download]").Select(a => a.GetAttribute("href")));
    }

    private async Task LoadAsync(params DailyBar[] bars) => await _database.Services.LoadAsync(Captures.Of(1, Today, bars));

    private IRenderedComponent<CreamPie.Web.Components.Stocks.Detail.StockPage> Open(string symbol, string query = "")
    {
        _page.Services.GetRequiredService<NavigationManager>().NavigateTo($"/stocks/{Uri.EscapeDataString(symbol)}{query}");
        var page = _page.Render<CreamPie.Web.Components.Stocks.Detail.StockPage>(p => p.Add(s => s.SymbolText, symbol));
        page.WaitForElement("h1, [role=alert]");
        Assert.Equal("", string.Join(' ', page.FindAll(".failed").Select(f => f.TextContent)));
        return page;
    }

    private string Address => _page.Services.GetRequiredService<NavigationManager>().Uri;

    private static PriceChart Chart(IRenderedComponent<CreamPie.Web.Components.Stocks.Detail.StockPage> page) =>
        page.FindComponent<PriceChart>().Instance;
}
