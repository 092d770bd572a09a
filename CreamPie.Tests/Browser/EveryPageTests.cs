using Microsoft.Playwright;

namespace CreamPie.Tests.Browser;

[Collection(BrowserGroup.Name)]
public sealed class EveryPageTests(BrowserFixture browser)
{
    public static TheoryData<string, string> All()
    {
        var data = new TheoryData<string, string>();
        foreach (var page in ProductPage.All)
            data.Add(page.Visitor.ToString(), page.Path);
        return data;
    }

    [BrowserTheory, MemberData(nameof(All))]
    public async Task It_is_whole_wide_and_narrow_light_and_dark(string visitor, string path)
    {
        foreach (var screen in Screen.All)
            await browser.App.VisitAsync(Enum.Parse<Visitor>(visitor), screen, async visit =>
            {
                await visit.OpenAsync(path);
                Assert.EndsWith("CreamPie", await visit.Page.TitleAsync(), StringComparison.Ordinal);
                Assert.Equal(1, await visit.Page.Locator("h1").CountAsync());
                Assert.Equal(0, await visit.Page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
                Assert.Empty(await visit.Page.FindingsAsync());
            });
    }
}
