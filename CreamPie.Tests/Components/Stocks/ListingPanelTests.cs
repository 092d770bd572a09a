using Bunit;
using CreamPie.Core.Market;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Loading.Listings;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Stocks.Detail;

namespace CreamPie.Tests.Components.Stocks;

public sealed class ListingPanelTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.SqliteAsync();
        await _database.Services.LoadAsync(Companies.OfSprint(1), Companies.OfSentinelOne(2));
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Each_company_links_to_the_other()
    {
        await using var page = await SignedIn.AsAsync(_database);

        var heir = Open(page, "S");
        var retired = Open(page, "S=1");

        Assert.Contains(
            "Earlier listing under this symbol: Sprint Corporation, to 20 May 2024",
            heir.Find(".listing").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("stocks/S%3D1", heir.Find(".listing a").GetAttribute("href"));
        Assert.Equal("stocks/S", retired.Find(".listing a").GetAttribute("href"));
        Assert.Contains("New owner of the ticker", heir.Markup, StringComparison.Ordinal);
        Assert.Empty(heir.FindAll("button"));
    }

    [Fact]
    public async Task Admin_confirms_with_a_click()
    {
        await using var page = await SignedIn.AsAsync(_database, Roles.Admin);
        var panel = Open(page, "S", isAdmin: true);

        panel.Perform(() => panel.Find("button[aria-label^=Confirm]").Click());

        panel.WaitForAssertion(() => Assert.Empty(panel.FindAll("button")));
        Assert.Empty(await Companies.FindingsAsync(_database));
    }

    [Fact]
    public async Task Admin_joins_with_a_click()
    {
        await using var page = await SignedIn.AsAsync(_database, Roles.Admin);
        var panel = Open(page, "S", isAdmin: true);

        panel.Perform(() => panel.Find("button[aria-label^=Join]").Click());

        panel.WaitForAssertion(() => Assert.Empty(panel.FindAll(".listing")));
    }

    private static IRenderedComponent<ListingPanel> Open(SignedIn page, string symbol, bool isAdmin = false)
    {
        var panel = page.Render<ListingPanel>(p => p
            .Add(l => l.Symbol, Symbol.Parse(symbol))
            .Add(l => l.IsAdmin, isAdmin));
        panel.WaitForElement(".listing");
        return panel;
    }
}
