using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>EveryPageTests visits every page with these rows in the database; these tests check that the pages contain them.</summary>
[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class HostileTextTests(BrowserFixture browser)
{
    [BrowserTheory]
    [InlineData("/stocks")]
    [InlineData("/stocks/EVIL")]
    [InlineData("/admin/documents")]
    [InlineData("/admin/dead-letters")]
    public Task Document_text_is_never_markup(string path) => browser.App.VisitAsync(Visitor.Admin, async visit =>
    {
        await visit.OpenAsync(path);
        await Expect(visit.Page.GetByText(SimulatedApp.HostileText).First).ToBeVisibleAsync();
        Assert.Equal(0, await visit.Page.Locator("img[src=x]").CountAsync());
    });

    [BrowserFact]
    public Task Raw_view_beside_parsed_rows_is_never_markup() => browser.App.VisitAsync(Visitor.Admin, async visit =>
    {
        await visit.OpenAsync("/admin/documents?symbol=EVIL");
        await visit.Page.Locator("td a[href^='admin/documents/']").First.ClickAsync();
        await Expect(visit.Page.GetByText(SimulatedApp.HostileText).First).ToBeVisibleAsync();
        Assert.Equal(0, await visit.Page.Locator("img[src=x]").CountAsync());
    });
}
