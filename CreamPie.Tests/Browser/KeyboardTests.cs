using CreamPie.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class KeyboardTests(BrowserFixture browser)
{
    [BrowserFact]
    public Task Keyboard_alone_signs_in_reads_a_chart_and_tracks_a_symbol() => browser.App.VisitAsync(Visitor.Anonymous, async visit =>
    {
        var keys = new Keyboard(visit);
        await visit.OpenAsync("/");
        await keys.TabToAsync("Sign in");
        await keys.PressAsync("Enter");
        await Expect(visit.Page.GetByLabel("E-mail", new() { Exact = true })).ToBeFocusedAsync();
        await keys.TypeAsync(TestApplication.AnalystEmail);
        await keys.TabToAsync("Password");
        await keys.TypeAsync(TestApplication.Password);
        await keys.PressAsync("Enter");
        await Expect(visit.Heading("Stocks")).ToBeVisibleAsync();
        await visit.WaitUntilLoadedAsync();

        await keys.TabToAsync("/stocks/LEMN");
        await keys.PressAsync("Enter");
        var stock = new StockPage(visit);
        await stock.DrawnAsync("1y/");
        await keys.TabToAsync("3M");
        await keys.PressAsync("Enter");
        await stock.DrawnAsync("3m/");

        await keys.TabToAsync(
            "Prices and volume of LEMN. Arrows move between bars, plus and minus zoom, Enter shows a bar's source, "
            + "question mark lists all keys.");
        var last = await stock.ReadAsync("name");
        await keys.PressAsync("ArrowLeft");
        await keys.PressAsync("ArrowLeft");
        Assert.NotEqual(last, await stock.ReadAsync("name"));
        await keys.PressAsync("Enter");
        await Expect(stock.Provenance).ToContainTextAsync("SHA-256");
        await keys.PressAsync("Escape");
        await Expect(stock.Provenance).ToBeHiddenAsync();
        await Expect(stock.Plot).ToBeFocusedAsync();

        await keys.TabToAsync("Track", "Shift+Tab");
        await keys.PressAsync("Enter");
        await Expect(visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Symbol" })).ToBeFocusedAsync();
        await keys.TypeAsync("glaz");
        await keys.PressAsync("Enter");
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Pull of GLAZ" })).ToContainTextAsync("Open the chart");
    });
}
