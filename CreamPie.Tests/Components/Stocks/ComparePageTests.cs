using Bunit;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Storage;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Charts.Comparing;
using CreamPie.Web.Components.Stocks.Comparing;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Components.Stocks;

public sealed class ComparePageTests : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2024, 1, 10);

    private TestDatabase _database = null!;
    private SignedIn _page = null!;

    public async Task InitializeAsync()
    {
        _database = await SeedData.DatabaseAsync(DatabaseProvider.Sqlite, Today);
        _page = await SignedIn.AsAsync(_database);
        await _database.Services.LoadAsync(Captures.Of(1, Today, [Captures.Bar(0, 100), Captures.Bar(7, 102)]));
        await _database.Services.LoadAsync(Captures.Of(2, Today, [Captures.Bar(0, 50), Captures.Bar(3, 51)], symbol: "^GSPC"));
    }

    public async Task DisposeAsync()
    {
        await _page.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public void Address_determines_what_is_compared()
    {
        var page = Open("?symbols=test,%5EGSPC,test&range=1m&adjust=splits");

        var chart = page.FindComponent<ComparisonChart>().Instance;
        Assert.Equal(["TEST", "^GSPC"], chart.Symbols);
        Assert.Equal(("splits", "1m", "linear"), (chart.Adjust, chart.Range, chart.Scale));
        Assert.Equal((null, null, new DateOnly(2024, 1, 4)), (chart.From, chart.To, chart.Last));
        Assert.Equal("1M", page.Find("nav [aria-current]").TextContent);
        Assert.Equal("compare?symbols=TEST,%5EGSPC&range=5y&adjust=splits", page.FindAll("nav a")[6].GetAttribute("href"));
        Assert.Equal("compare?symbols=TEST&range=1m&adjust=splits", page.Find("[aria-label='Remove ^GSPC']").GetAttribute("href"));
    }

    [Fact]
    public void Total_return_of_one_year_is_the_default_and_free_dates_are_kept()
    {
        Assert.Equal("all", Chart("?symbols=TEST").Adjust);
        var free = Chart("?symbols=TEST&from=2024-01-02&to=2024-01-05");
        Assert.Equal(("custom", "2024-01-02", "2024-01-05"), (free.Range, free.From, free.To));
    }

    [Fact]
    public void Chosen_scale_is_in_the_address()
    {
        var page = Open("?symbols=TEST&range=5y");

        page.Perform(() => page.Find("select[name=scale]").Change("Log"));

        Assert.EndsWith("/compare?symbols=TEST&range=5y&scale=log", Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal("percent", Chart("?symbols=TEST&scale=percent").Scale);
    }

    [Fact]
    public void Download_and_request_are_of_the_view()
    {
        var page = Open("?symbols=TEST,%5EGSPC,NOBODY&range=1m");

        Assert.Equal(
            "api/stock-data/compare?symbols=TEST,%5EGSPC&from=2023-12-05&adjust=all&format=csv", page.Find("a.csv").GetAttribute("href"));
        Assert.EndsWith(
            "/api/stock-data/compare?symbols=TEST,^GSPC&from=2023-12-05&adjust=all", page.Find("code").TextContent,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_of_any_compared_stock_draws_them_again()
    {
        var page = Open("?symbols=TEST,%5EGSPC");
        var version = page.FindComponent<ComparisonChart>().Instance.Version;
        var feed = _database.Get<ChangeFeed>();
        await feed.PollAsync(CancellationToken.None);

        await _database.Services.LoadAsync(Captures.Of(3, Today, [Captures.Bar(8, 52)], symbol: "^GSPC"));
        await feed.PollAsync(CancellationToken.None);

        page.WaitForAssertion(() => Assert.NotEqual(version, page.FindComponent<ComparisonChart>().Instance.Version));
    }

    [Fact]
    public async Task Added_symbols_are_in_the_address()
    {
        var page = Open("?symbols=TEST");

        await page.PerformAsync(() => page.Find("#symbols").ChangeAsync(new() { Value = "^gspc, test other" }));
        await page.PerformAsync(() => page.Find("form").SubmitAsync());

        Assert.EndsWith("/compare?symbols=TEST,%5EGSPC,OTHER", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Stock_without_bars_is_left_out_and_offered_for_tracking()
    {
        var page = Open("?symbols=TEST,NOBODY");

        Assert.Contains("NOBODY has no bars here and is left out.", page.Find(".alert").TextContent, StringComparison.Ordinal);
        Assert.Equal("track?symbol=NOBODY", page.Find(".alert a").GetAttribute("href"));
        Assert.Equal(["TEST"], page.FindComponent<ComparisonChart>().Instance.Symbols);
    }

    [Fact]
    public async Task Tracked_stock_without_bars_leads_to_the_reason()
    {
        await _database.AddAsync(SeedData.Tracked("NEW"));

        var link = Open("?symbols=TEST,NEW").Find(".alert a");

        Assert.Equal(("Why NEW has none", "stocks/NEW"), (link.TextContent, link.GetAttribute("href")));
    }

    [Fact]
    public void First_date_after_the_last_is_said_and_not_requested()
    {
        var page = Open("?symbols=TEST&from=2024-02-01&to=2024-01-01");

        Assert.Equal("The first date is after the last one.", page.Find("#problem").TextContent);
        Assert.Empty(page.FindComponents<ComparisonChart>());
    }

    [Fact]
    public void Page_without_symbols_says_what_it_does()
    {
        var page = Open("");

        Assert.Contains("Up to 10 symbols", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindComponents<ComparisonChart>());
    }

    [Theory]
    [InlineData("TEST,A!B", "A!B: no ticker.")]
    [InlineData("A,B,C,D,E,F,G,H,I,J,K", "At most 10 symbols can be compared; left out: K.")]
    public void What_of_the_address_is_left_out_is_said(string symbols, string words) =>
        Assert.StartsWith(words, Open("?symbols=" + symbols).Find("#problem").TextContent, StringComparison.Ordinal);

    [Fact]
    public void More_than_ten_symbols_are_ten()
    {
        var view = CompareView.Parse("A,B,C,D,E,F,G,H,I,J,K,no symbol!", _ => null);

        Assert.Equal(10, view.Symbols.Count);
        Assert.Equal("compare?symbols=A,B,C,D,E,F,G,H,I,J", view.ToAddress());
    }

    private NavigationManager Navigation => _page.Services.GetRequiredService<NavigationManager>();

    private ComparisonChart Chart(string query) => Open(query).FindComponent<ComparisonChart>().Instance;

    private IRenderedComponent<ComparePage> Open(string query)
    {
        Navigation.NavigateTo("/compare" + query);
        var page = _page.Render<ComparePage>();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".state.loading")));
        Assert.Empty(page.FindAll(".failed"));
        return page;
    }
}
