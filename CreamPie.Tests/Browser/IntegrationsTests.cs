using CreamPie.Web.Components.Integrations;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class IntegrationsTests(BrowserFixture browser)
{
    [BrowserFact]
    public Task Every_recipe_opens_on_a_phone_and_is_copied() => browser.App.VisitAsync(Visitor.Analyst, Screen.Phone, async visit =>
    {
        var page = visit.Page;
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visit.OpenAsync("/integrations");
        foreach (var recipe in Recipes.All)
            await page.Locator($"details:has(#{recipe.Id}) > summary").ClickAsync();
        await Expect(page.Locator("details[open]")).ToHaveCountAsync(Recipes.All.Count);
        Assert.Equal(0, await visit.OverflowAsync());
        await visit.AssertAccessibleInBothThemesAsync();

        await page.Locator("[data-copy=grafana-1]").ClickAsync();

        await Expect(page.Locator("[data-copy=grafana-1]")).ToHaveTextAsync("Copied");
        Assert.Equal(
            await page.Locator("#grafana-1").InnerTextAsync(), await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    });

    [BrowserFact]
    public Task Link_to_an_anchor_opens_its_recipe() => browser.App.VisitAsync(Visitor.Analyst, async visit =>
    {
        await visit.OpenAsync("/integrations");
        await visit.Page.GotoAsync("/integrations#duckdb");
        await Expect(visit.Page.Locator("#duckdb")).ToBeInViewportAsync();
        await Expect(visit.Page.Locator("details[open]")).ToHaveCountAsync(1);
    });
}
