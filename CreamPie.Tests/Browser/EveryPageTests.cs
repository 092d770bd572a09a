using Microsoft.Playwright;

namespace CreamPie.Tests.Browser;

[Collection(BrowserGroup.Name)]
public sealed class EveryPageTests(BrowserFixture browser)
{
    public static TheoryData<string> All() => new(ProductPage.All.Select(page => page.Name));

    [BrowserTheory, MemberData(nameof(All))]
    public async Task It_is_whole_wide_and_narrow_light_and_dark(string name)
    {
        var page = ProductPage.Named(name);
        foreach (var screen in new[] { Screen.Wide, Screen.Phone })
            await browser.App.VisitAsync(page.Visitor, screen, async visit =>
            {
                await visit.OpenAsync(page);
                Assert.EndsWith("CreamPie", await visit.Page.TitleAsync(), StringComparison.Ordinal);
                Assert.Equal(1, await visit.Page.Locator("h1").CountAsync());
                Assert.Equal(0, await visit.OverflowAsync());
                await visit.AssertAccessibleAsync();
                await visit.GoDarkAsync();
                await visit.AssertAccessibleAsync();
            });
    }
}
