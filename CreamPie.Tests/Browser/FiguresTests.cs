using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>Figures and analysis charts below the price chart, and the page that compares stocks.</summary>
[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class FiguresTests(BrowserFixture browser)
{
    private const string Library = "apexcharts";

    [BrowserFact]
    public Task Library_is_fetched_only_once_the_charts_are_seen() => VisitAsync(Screen.Wide, async visit =>
    {
        await StockPage.OpenAsync(visit, "PIE");
        await Expect(visit.Page.Locator(".figures .grid")).ToBeVisibleAsync();
        Assert.DoesNotContain(visit.Scripts, url => url.Contains(Library, StringComparison.Ordinal));

        await OpenChartsAsync(visit);
        Assert.Contains(visit.Scripts, url => url.Contains(Library, StringComparison.Ordinal));
        await Expect(visit.Page.Locator(".analysis svg")).ToHaveCountAsync(3);
        await visit.AssertAccessibleAsync();
        await visit.GoDarkAsync();
        await Expect(visit.Page.Locator(".analysis[data-drawn]")).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
    });

    [BrowserFact]
    public Task Month_cell_leads_to_its_bars() => VisitAsync(Screen.Wide, async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, "LEMN", "?benchmark=PIE");
        await OpenChartsAsync(visit);
        // Rows are drawn from the lowest: the last series is the newest year.
        await visit.Page.Locator(".apexcharts-heatmap-series").Nth(-2).Locator("rect[j='2']").ClickAsync();
        await visit.Page.WaitForURLAsync(new Regex(@"from=(\d{4})-03-01&to=\1-03-31&benchmark=PIE"));
        await stock.DrawnAsync("custom/1d/");
        var seen = await stock.SeenAsync();
        Assert.Contains("-03-", seen[0], StringComparison.Ordinal);
        Assert.Contains("-03-", seen[1], StringComparison.Ordinal);
        await Expect(visit.Page.Locator(".figures")).ToContainTextAsync("Beta against PIE");
    });

    [BrowserFact]
    public Task Table_of_months_has_links_and_a_column_lists_its_days() => VisitAsync(Screen.Phone, async visit =>
    {
        await StockPage.OpenAsync(visit, "PIE");
        await OpenChartsAsync(visit);
        Assert.Equal(0, await visit.OverflowAsync());
        await visit.Page.GetByText("Returns by month as a table").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Mar 1985: [+−]?[0-9.]+%$") })).ToBeVisibleAsync();
        await visit.Page.GetByText("Daily returns as a table").ClickAsync();
        var days = visit.Page.Locator("[data-part=bin-table] button").First;
        var count = await days.InnerTextAsync();
        await days.ClickAsync();
        await Expect(visit.Page.Locator(".days h3")).ToContainTextAsync($"{count} day");
        await Expect(visit.Page.Locator(".days li").First).ToContainTextAsync("−");
        await visit.AssertAccessibleAsync();
        Assert.Equal(0, await visit.OverflowAsync());
    });

    [BrowserFact]
    public Task Comparison_is_drawn_and_its_link_reproduces_it() => VisitAsync(Screen.Wide, async visit =>
    {
        await visit.OpenAsync("/stocks");
        await visit.Link("Compare").First.ClickAsync();
        // The heading takes the focus of a new page; what is typed before that is lost.
        await Expect(visit.Heading("Compare")).ToBeFocusedAsync();
        var symbols = visit.Page.GetByLabel("Symbols", new() { Exact = true });
        await symbols.FillAsync("PIE, LEMN ^BAKE");
        await Expect(symbols).ToHaveValueAsync("PIE, LEMN ^BAKE");
        await symbols.PressAsync("Enter");
        await Expect(visit.Page).ToHaveURLAsync(new Regex(@"/compare\?symbols=PIE,LEMN,%5EBAKE$"));
        await visit.WaitUntilLoadedAsync();
        await visit.Link("All").ClickAsync();
        await Expect(visit.Page.Locator(".comparison-chart .basis").First).ToContainTextAsync("100 on 22 Jun 2010");
        await Expect(visit.Page.Locator(".comparison-chart .legend li")).ToHaveCountAsync(3);
        await Expect(visit.Page.Locator(".matrix tbody td").First).ToHaveTextAsync("1.00");
        var plot = visit.Page.GetByRole(AriaRole.Application);
        await plot.PressAsync("Home");
        await Expect(visit.Page.Locator(".comparison-chart .read-out")).ToHaveTextAsync("22 Jun 2010");
        await Expect(visit.Page.Locator(".comparison-chart .legend")).ToContainTextAsync("100.00");
        var address = visit.Page.Url;
        await visit.Page.ReloadAsync();
        await visit.WaitUntilLoadedAsync();
        Assert.Equal(address, visit.Page.Url);
        await Expect(visit.Page.Locator(".comparison-chart .basis").First).ToContainTextAsync("100 on 22 Jun 2010");
        await visit.Link("Remove LEMN").ClickAsync();
        await Expect(visit.Page.Locator(".comparison-chart[data-drawn^='2/']")).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
    });

    private static async Task OpenChartsAsync(BrowserSession visit)
    {
        await visit.Page.Locator(".analysis").ScrollIntoViewIfNeededAsync();
        await Expect(visit.Page.Locator(".analysis[data-drawn]")).ToBeVisibleAsync();
    }

    private Task VisitAsync(Screen screen, Func<BrowserSession, Task> act) => browser.App.VisitAsync(Visitor.Analyst, screen, act);
}
