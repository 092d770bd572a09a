using CreamPie.Web.Hosting;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>In no lane: every <c>dotnet test</c> goes from the landing page to a chart in a real browser.</summary>
[Collection(BrowserGroup.Name)]
public sealed class NewcomerTests(BrowserFixture browser)
{
    [BrowserFact]
    public Task Newcomer_reaches_a_chart_in_four_clicks() => browser.App.VisitAsync(Visitor.Anonymous, async visit =>
    {
        await visit.OpenAsync("/");
        await visit.Link("Sign in").First.ClickAsync();
        await Expect(visit.Page.GetByText(Simulation.Password)).ToBeVisibleAsync();
        await visit.Button("Sign in as analyst").ClickAsync();
        await Expect(visit.Heading("Stocks")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("simulated").First).ToBeVisibleAsync();
        await visit.Page.Locator("a[href='stocks/LEMN']").First.ClickAsync();
        var stock = new StockPage(visit);
        await stock.DrawnAsync("/");
        Assert.InRange(await stock.InkAsync(), 0.005, 1);
    });
}
