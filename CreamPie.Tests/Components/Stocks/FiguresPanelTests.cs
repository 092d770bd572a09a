using Bunit;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Storage;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Charts;
using CreamPie.Web.Components.Charts.Analysis;
using CreamPie.Web.Components.Stocks.Figures;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Components.Stocks;

public sealed class FiguresPanelTests : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2025, 1, 10);

    private TestDatabase _database = null!;
    private SignedIn _page = null!;

    public async Task InitializeAsync()
    {
        _database = await SeedData.DatabaseAsync(DatabaseProvider.Sqlite, Today);
        _page = await SignedIn.AsAsync(_database);
        await LoadAsync(1, "TEST", day => 100 + day % 7 + day / 10.0);
    }

    public async Task DisposeAsync()
    {
        await _page.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public void Nothing_is_computed_before_the_chart_is_drawn()
    {
        var panel = Open(isReady: false);

        Assert.Equal("Computing…", panel.Find("[role=status]").TextContent);
        Assert.Empty(panel.FindComponents<AnalysisCharts>());
    }

    [Fact]
    public void Every_figure_states_what_it_was_computed_over()
    {
        var panel = Open();

        var items = panel.WaitForElements(".grid > div").ToDictionary(
            d => d.QuerySelector("dt")!.TextContent, d => d.QuerySelector("dd")!.TextContent);
        Assert.Equal(
            ["Growth a year (CAGR)", "Volatility a year", "Maximum drawdown", "Sharpe ratio", "Dividend yield", "Average volume a day"],
            items.Keys);
        Assert.StartsWith("+42.34% 371 days, 1 Jan 2024 to 5 Jan 2025", items["Growth a year (CAGR)"], StringComparison.Ordinal);
        Assert.StartsWith("−5.", items["Maximum drawdown"], StringComparison.Ordinal);
        Assert.Contains("recovered", items["Maximum drawdown"], StringComparison.Ordinal);
        Assert.Contains("risk-free rate 0.00%", items["Sharpe ratio"], StringComparison.Ordinal);
        Assert.StartsWith("1.32K 92 days, ", items["Average volume a day"], StringComparison.Ordinal);
        Assert.Contains("0.24 a share in 1 payment", items["Dividend yield"], StringComparison.Ordinal);
        Assert.All(panel.FindAll(".grid > div"), d => Assert.NotEmpty(d.GetAttribute("title")!));
    }

    [Fact]
    public void Returns_are_signed_and_those_of_longer_periods_are_a_dash()
    {
        var returns = Open().WaitForElements(".returns > div").ToDictionary(
            d => d.QuerySelector("dt")!.TextContent, d => d.QuerySelector("dd")!);

        Assert.Equal(["1M", "3M", "6M", "YTD", "1Y", "3Y", "5Y", "10Y", "All"], returns.Keys);
        Assert.Equal("up", returns["1Y"].ClassName);
        Assert.StartsWith("+", returns["1Y"].TextContent, StringComparison.Ordinal);
        Assert.Contains("since 5 Jan 2024", returns["1Y"].TextContent, StringComparison.Ordinal);
        Assert.Equal("–", returns["3Y"].TextContent.Trim());
    }

    [Fact]
    public async Task Benchmark_is_in_the_address_and_beta_against_it_is_shown()
    {
        await LoadAsync(2, "^GSPC", day => 100 + day % 5 + day / 20.0);
        var panel = Open();
        panel.WaitForElement(".grid");

        await panel.PerformAsync(() => panel.Find("input[name=benchmark]").ChangeAsync(new() { Value = "^gspc" }));
        await panel.PerformAsync(() => panel.Find("form").SubmitAsync());
        var address = _page.Services.GetRequiredService<NavigationManager>().Uri;
        Assert.EndsWith("/stocks/TEST?range=5y&benchmark=%5EGSPC", address, StringComparison.Ordinal);

        panel.Render(p => p.Add(f => f.View, View with { Benchmark = "^GSPC" }));
        panel.WaitForAssertion(() => Assert.Contains(
            "Beta against ^GSPC", panel.FindAll(".grid dt").Select(d => d.TextContent)));
        Assert.Contains("correlation", panel.FindAll(".grid dd")[4].TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NOBODY", "NOBODY is not tracked yet")]
    public void Unknown_benchmark_leaves_the_other_figures(string benchmark, string words)
    {
        var panel = Open(view: View with { Benchmark = benchmark });

        Assert.Contains(words, panel.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(6, panel.FindAll(".grid > div").Count);
    }

    [Fact]
    public void Splits_and_dividends_are_listed_newest_first()
    {
        var rows = Open().WaitForElements(".actions tbody tr").Select(r => string.Join('|', r.Children.Select(c => c.TextContent)));

        Assert.Equal(["2024-06-03|Dividend|0.24", "2023-06-05|Dividend|0.22"], rows);
    }

    [Fact]
    public void Returns_of_the_price_alone_are_in_the_address_and_charts_receive_no_data()
    {
        var panel = Open();
        panel.WaitForElement(".analysis");

        panel.Perform(() => panel.Find("select[name=returns]").Change("splits"));
        var address = _page.Services.GetRequiredService<NavigationManager>().Uri;
        Assert.EndsWith("/stocks/TEST?range=5y&returns=splits", address, StringComparison.Ordinal);

        panel.Render(p => p.Add(f => f.View, View with { Returns = PriceAdjustment.Splits }));
        panel.WaitForAssertion(() => Assert.Equal("splits", panel.FindComponent<AnalysisCharts>().Instance.Adjust));
        Assert.Contains("price alone", panel.Find(".basis").TextContent, StringComparison.Ordinal);
    }

    private static ChartView View => new(ChartRange.FiveYears);

    private IRenderedComponent<FiguresPanel> Open(bool isReady = true, ChartView? view = null) => _page.Render<FiguresPanel>(p => p
        .Add(f => f.Symbol, Symbol.Parse("TEST"))
        .Add(f => f.Version, 1)
        .Add(f => f.View, view ?? View)
        .Add(f => f.IsReady, isReady));

    private Task LoadAsync(int id, string symbol, Func<int, double> close) => _database.Services.LoadAsync(Captures.Of(
        id, Today, [.. Enumerable.Range(0, 371).Select(day => Captures.Bar(day, close(day)))],
        [new(new(2023, 6, 5), ActionKind.Dividend, 0.22, null, null), new(new(2024, 6, 3), ActionKind.Dividend, 0.24, null, null)],
        symbol: symbol));
}
