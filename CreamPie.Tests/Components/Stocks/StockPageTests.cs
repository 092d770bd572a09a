using Bunit;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Charts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Components.Stocks;

public sealed class StockPageTests : IAsyncLifetime
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
    public async Task Page_states_the_price_and_its_source()
    {
        await LoadAsync(Captures.Bar(0, 100), Captures.Bar(1, 102), Captures.Bar(2, 101, final: false));

        var page = Open("test");

        Assert.Equal("TEST", page.Find("h1").FirstChild!.TextContent.Trim());
        Assert.Equal("101.00", page.Find(".last").TextContent);
        Assert.Equal("−1.00 (−0.98%)", page.Find(".change").TextContent);
        Assert.Equal("provisional", page.Find(".price .chip").TextContent);
        var trust = page.Find(".trust").TextContent;
        Assert.Contains("File import", trust, StringComparison.Ordinal);
        Assert.Contains("3 since 1 Jan 2024", trust, StringComparison.Ordinal);
        Assert.Contains("3 Jan 2024, provisional", trust, StringComparison.Ordinal);
        Assert.Contains("4 sessions behind", trust, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chart_receives_a_request_and_no_data()
    {
        await LoadAsync(Captures.Bar(0, 100), Captures.Bar(1, 102));
        var module = _page.JSInterop.SetupModule(_ => true);
        var mount = module.SetupModule("mount", _ => true);
        mount.Mode = JSRuntimeMode.Loose;

        var page = Open("TEST", "?adjust=none");

        var request = page.WaitForElement(".price-chart") is not null ? mount.VerifyInvoke("show").Arguments.Single()!.ToString() : null;
        await using var db = _database.Open();
        var version = db.Stocks.Single().Version;
        Assert.StartsWith(
            "Request { Symbol = TEST, Range = 1y, From = , To = , First = 2024-01-01, Last = 2024-01-02, Interval = auto, Adjust = none, ",
            request, StringComparison.Ordinal);
        Assert.EndsWith(
            $"Query = ?adjust=none, Version = {version}, Digits = 2, YearHigh = 103, YearLow = 99 }}", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clicking_a_bar_opens_its_provenance()
    {
        await LoadAsync(Captures.Bar(0, 100), Captures.Bar(1, 102), Captures.Bar(2, 103));
        await _database.AddAsync(WithFile(SeedData.NewDocument(1, "TEST")));
        var page = Open("TEST", "?interval=1wk");

        await page.InvokeAsync(() => page.FindComponent<PriceChart>().Instance.OpenAsync("2024-01-01"));

        var panel = page.WaitForElement("dialog.panel dl").Closest("dialog")!;
        Assert.Equal("Source of 1 Jan 2024", panel.QuerySelector("h2")!.TextContent);
        Assert.Equal(
            "This bar covers 3 sessions, 1 Jan 2024 to 3 Jan 2024. Showing the first one.",
            panel.QuerySelector(".note")!.TextContent);
        Assert.Contains("TEST.csv", panel.TextContent, StringComparison.Ordinal);
        Assert.Contains("No data-quality issues.", panel.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Week_from_Sunday_to_Thursday_lists_its_own_sessions()
    {
        var sunday = Captures.Of(1, Today, [.. new[] { 6, 7, 8, 9, 10, 13 }.Select(d => Captures.Bar(d, 100))]);
        await _database.Services.LoadAsync(
            sunday with { Document = sunday.Document with { Listing = new(Exchange: "SAU", TimeZone: "Asia/Riyadh") } });
        await _database.AddAsync(WithFile(SeedData.NewDocument(1, "TEST")));
        var page = Open("TEST", "?interval=1wk");

        await page.InvokeAsync(() => page.FindComponent<PriceChart>().Instance.OpenAsync("2024-01-07"));

        Assert.Equal(
            "This bar covers 5 sessions, 7 Jan 2024 to 11 Jan 2024. Showing the first one.",
            page.WaitForElement("dialog.panel .note").TextContent.Trim());
    }

    [Fact]
    public async Task Another_stock_does_not_keep_the_open_provenance()
    {
        await LoadAsync(Captures.Bar(0, 100));
        await _database.Services.LoadAsync(Captures.Of(2, Today, [Captures.Bar(0, 50)], symbol: "NEXT"));
        var page = Open("TEST");
        await page.InvokeAsync(() => page.FindComponent<PriceChart>().Instance.OpenAsync("2024-01-01"));
        page.WaitForElement("dialog.panel h2");

        page.Render(p => p.Add(s => s.SymbolText, "NEXT"));

        page.WaitForAssertion(() => Assert.Equal("NEXT", page.Find("h1").FirstChild!.TextContent.Trim()));
        Assert.Empty(page.FindAll("dialog h2"));
    }

    [Fact]
    public async Task Load_of_a_compared_stock_draws_the_chart_again()
    {
        await LoadAsync(Captures.Bar(0, 100));
        await _database.Services.LoadAsync(Captures.Of(2, Today, [Captures.Bar(0, 50)], symbol: "NEXT"));
        var page = Open("TEST", "?compare=NEXT,NOBODY");
        var versions = Chart(page).ComparedVersions;
        var feed = _database.Get<ChangeFeed>();
        await feed.PollAsync(CancellationToken.None);

        await _database.Services.LoadAsync(Captures.Of(3, Today, [Captures.Bar(0, 50), Captures.Bar(1, 51)], symbol: "NEXT"));
        await feed.PollAsync(CancellationToken.None);

        Assert.Matches(@"^\.\d+$", versions);
        page.WaitForAssertion(() => Assert.NotEqual(versions, Chart(page).ComparedVersions));
    }

    [Fact]
    public async Task Load_elsewhere_appears_without_a_reload()
    {
        await LoadAsync(Captures.Bar(0, 100));
        var page = Open("TEST");
        var version = Chart(page).Version;
        var feed = _database.Get<ChangeFeed>();
        await feed.PollAsync(CancellationToken.None);

        await _database.Services.LoadAsync(Captures.Of(2, Today, [Captures.Bar(0, 100), Captures.Bar(1, 104)]));
        await feed.PollAsync(CancellationToken.None);

        // Header and chart are drawn one after the other.
        page.WaitForAssertion(() =>
        {
            Assert.Equal("104.00", page.Find(".last").TextContent);
            Assert.NotEqual(version, Chart(page).Version);
            Assert.Equal(Captures.Monday.AddDays(1), Chart(page).Last);
        });
    }

    [Fact]
    public void Untracked_symbol_is_offered_for_tracking() =>
        Assert.Equal("track?symbol=%5EGSPC", Open("^gspc").WaitForElement(".state a").GetAttribute("href"));

    [Fact]
    public void Invalid_symbol_shows_the_valid_form() =>
        Assert.Contains(
            "Enter a ticker such as AAPL or BRK-B",
            Open("no symbol!").WaitForElement(".state").TextContent,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(StockStatus.Pending, "NEW is requested")]
    [InlineData(StockStatus.Paused, "is paused")]
    [InlineData(StockStatus.NotFound, "The source does not know NEW")]
    public async Task Stock_without_bars_gives_the_reason_and_no_chart(StockStatus status, string words)
    {
        var stock = SeedData.Tracked("NEW");
        stock.Status = status;
        await _database.AddAsync(stock);

        var page = Open("NEW");

        Assert.Contains(words, page.WaitForElement(".state strong").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".price-chart"));
    }

    private static Document WithFile(Document document)
    {
        document.FileName = "TEST.csv";
        return document;
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
