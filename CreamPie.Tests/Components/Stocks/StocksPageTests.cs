using AngleSharp.Dom;
using Bunit;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Storage;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Stocks.Overview;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Components.Stocks;

public sealed class StocksPageTests : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2024, 6, 3);

    private TestDatabase _database = null!;
    private SignedIn _browser = null!;

    public async Task InitializeAsync()
    {
        _database = await SeedData.DatabaseAsync(DatabaseProvider.Sqlite, Today);
        _browser = await SignedIn.AsAsync(_database);
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Row_shows_price_change_and_freshness_as_text()
    {
        await _database.Services.LoadAsync(Captures.Of(
            1, Today, [Captures.Bar(0, 1_000), Captures.Bar(1, 1_234.5), Captures.Bar(2, 1_210, final: false)], symbol: "^GSPC"));
        await _database.AddAsync(SeedData.Tracked("NEW", "Not yet Inc."));

        var rows = Rows(Open());

        Assert.Equal("NEW|Not yet Inc.|no data yet||||pending|never", Text(rows[0]));
        Assert.Equal("^GSPC||1,210.00|−24.50 −1.98%||2024-01-03 provisional|imported|never", Text(rows[1]));
        Assert.Equal("down", rows[1].QuerySelector(".change span")!.ClassName);
        Assert.Equal("stocks/%5EGSPC", rows[1].QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(
            "3 sessions since 1 Jan 2024: from 1,000.00 to 1,210.00, low 1,000.00, high 1,234.50",
            rows[1].QuerySelector("svg")!.GetAttribute("aria-label"));
        Assert.Equal("M3 29L60 3L117 5.7", rows[1].QuerySelector("path")!.GetAttribute("d"));
    }

    [Fact]
    public async Task Empty_list_and_empty_search_say_what_to_do()
    {
        var page = Open();
        page.WaitForAssertion(() => Assert.Contains("No stocks yet", page.Markup, StringComparison.Ordinal));

        await _database.AddAsync(SeedData.Tracked("AAPL"));
        page.Perform(() => page.Find("input").Input("^gspc"));
        page.WaitForAssertion(() => Assert.Contains("No stocks match “^gspc”.", page.Markup, StringComparison.Ordinal));
        Assert.Equal("track?symbol=%5EGSPC", page.Find(".state a").GetAttribute("href"));

        page.Perform(() => page.Find("input").Input("no such company"));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".state a")));
    }

    [Fact]
    public async Task Address_holds_search_sort_and_page()
    {
        await _database.AddAsync([.. Enumerable.Range(0, 101).Select(i => SeedData.Tracked($"S{i:000}", $"Name {100 - i:000}"))]);

        Assert.Equal("S050", Symbols(Open("?page=2"))[0]);
        Assert.Equal("S050", Symbols(Open("?sort=-symbol&page=2"))[0]);
        Assert.Equal("S100", Symbols(Open("?sort=name"))[0]);
        Assert.Equal(["S009", "S091"], Symbols(Open("?q=09&sort=symbol")).Where(s => s is "S009" or "S091"));
        // Invalid values mean the defaults.
        Assert.Equal("S000", Symbols(Open("?sort=size&page=many"))[0]);
        var last = Open("?sort=name&page=99");
        Assert.Equal(["S000"], Symbols(last));
        Assert.Equal("Page 3 of 3", last.Find("nav span").TextContent);
        Assert.EndsWith("stocks?sort=name&page=2", last.Find("nav a[rel=prev]").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("ascending", last.Find("th:nth-child(2)").GetAttribute("aria-sort"));
        Assert.Equal(
            ["symbol", "-name", "-last", "-change", "-trend", "-lastbar", "status", "-lastpull"],
            last.FindAll("thead a").Select(a => a.GetAttribute("href")!["stocks?sort=".Length..]));
    }

    [Fact]
    public async Task Another_page_starts_at_the_top_of_the_list()
    {
        await _database.AddAsync([.. Enumerable.Range(0, 101).Select(i => SeedData.Tracked($"S{i:000}"))]);
        var page = Open();
        Assert.Equal("S000", Symbols(page)[0]);
        Navigation.NavigateTo("/stocks?sort=symbol");
        page.WaitForAssertion(() => Assert.NotNull(page.Find("th[aria-sort=ascending]")));
        Assert.Empty(_browser.JSInterop.Invocations["creampie.toTop"]);

        Navigation.NavigateTo("/stocks?page=2");

        page.WaitForAssertion(() => Assert.Equal("S050", Symbols(page)[0]));
        page.WaitForAssertion(() => Assert.Single(_browser.JSInterop.Invocations["creampie.toTop"]));
    }

    [Fact]
    public async Task Tiny_prices_keep_their_significant_digits()
    {
        await _database.Services.LoadAsync(Captures.Of(
            1, Today, [Captures.Bar(0, 0.0000123), Captures.Bar(1, 0.0000131)], symbol: "SHIB"));

        var row = Rows(Open())[0];

        Assert.Equal("0.00001310", row.QuerySelector(".last span")!.TextContent);
        Assert.StartsWith("SHIB||0.00001310|+0.00000080 +6.50%||2024-01-02", Text(row), StringComparison.Ordinal);
        Assert.EndsWith(
            "from 0.00001230 to 0.00001310, low 0.00001230, high 0.00001310",
            row.QuerySelector("svg")!.GetAttribute("aria-label"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Typing_searches_at_once_and_survives_a_refresh()
    {
        await _database.AddAsync(SeedData.Tracked("AAPL", "Apple"), SeedData.Tracked("MSFT", "Microsoft"));
        var page = Open("?page=2");
        Assert.Equal(["AAPL", "MSFT"], Symbols(page));

        page.Perform(() => page.Find("input").Input("app"));
        page.WaitForAssertion(() => Assert.Equal(["AAPL"], Symbols(page)));
        Assert.EndsWith("/stocks?q=app", Navigation.Uri, StringComparison.Ordinal);

        await _database.AddAsync(SeedData.Tracked("APP", "AppLovin"));
        await _database.Get<ChangeFeed>().PollAsync(CancellationToken.None);
        page.WaitForAssertion(() => Assert.Equal(["APP", "AAPL"], Symbols(page)));
        Assert.Equal("app", page.Find("input").GetAttribute("value"));

        Navigation.NavigateTo("/stocks?q=soft");
        page.WaitForAssertion(() => Assert.Equal(["MSFT"], Symbols(page)));
        Assert.Equal("soft", page.Find("input").GetAttribute("value"));
    }

    [Theory]
    [InlineData("aapl", "/stocks/AAPL"), InlineData("micro", "/stocks/MSFT"), InlineData("a", "/stocks/A"), InlineData("o", "/stocks?q=o")]
    public async Task Enter_opens_the_matching_stock(string typed, string opened)
    {
        await _database.AddAsync(
            SeedData.Tracked("AAPL", "Apple"), SeedData.Tracked("A", "Agilent, no"), SeedData.Tracked("MSFT", "Microsoft"));
        var page = Open("?sort=-name");

        page.Perform(() => page.Find("input").Input(typed));
        await page.PerformAsync(() => page.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" }));

        Assert.Equal(opened, "/" + Navigation.ToBaseRelativePath(Navigation.Uri).Replace("&sort=-name", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Price_that_changes_while_open_is_highlighted()
    {
        await _database.Services.LoadAsync(
            Captures.Of(1, Today, [Captures.Bar(0, 10), Captures.Bar(1, 11)], symbol: "AAPL"),
            Captures.Of(2, Today, [Captures.Bar(0, 10), Captures.Bar(1, 11)], symbol: "MSFT"));
        var page = Open();
        Rows(page);
        Assert.Empty(page.FindAll(".fresh"));

        await _database.Services.LoadAsync(Captures.Of(3, Today.AddDays(1), [Captures.Bar(2, 12)], symbol: "AAPL"));
        await _database.Get<ChangeFeed>().PollAsync(CancellationToken.None);

        page.WaitForAssertion(() => Assert.Equal("12.00", page.Find(".fresh").TextContent));
        Assert.Single(page.FindAll(".fresh"));
    }

    private NavigationManager Navigation => _browser.Services.GetRequiredService<NavigationManager>();

    private IRenderedComponent<StocksPage> Open(string query = "")
    {
        Navigation.NavigateTo("/stocks" + query);
        return _browser.Render<StocksPage>();
    }

    private static List<IElement> Rows(IRenderedComponent<StocksPage> page) => [.. page.WaitForElements("tbody tr")];

    private static List<string> Symbols(IRenderedComponent<StocksPage> page) =>
        [.. Rows(page).Select(r => r.QuerySelector("th")!.TextContent)];

    private static string Text(IElement row) =>
        string.Join('|', row.Children.Select(cell =>
            string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
}
