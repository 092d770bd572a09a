using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class MenuTests(BrowserFixture browser)
{
    [BrowserFact]
    public Task Phone_menu_navigates_and_closes() => browser.App.VisitAsync(Visitor.Admin, Screen.Phone, async visit =>
    {
        await visit.OpenAsync("/stocks");
        await visit.Button("Menu").ClickAsync();
        var drawer = visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main menu" });
        await drawer.GetByRole(AriaRole.Link, new() { Name = "Failed documents" }).ClickAsync();
        await Expect(visit.Heading("Failed documents")).ToBeVisibleAsync();
        await Expect(drawer).Not.ToBeInViewportAsync();
        Assert.Equal(0, await visit.OverflowAsync());
    });

    [BrowserFact]
    public Task Menus_of_both_frames_lead_to_the_integrations_and_back() =>
        browser.App.VisitAsync(Visitor.Admin, Screen.Phone, async visit =>
        {
            await visit.OpenAsync("/stocks");
            await visit.Button("Menu").ClickAsync();
            await visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main menu" })
                .GetByRole(AriaRole.Link, new() { Name = "Integrations" }).ClickAsync();
            await Expect(visit.Heading("Integrations")).ToBeVisibleAsync();
            await visit.Page.GetByText("Menu", new() { Exact = true }).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main menu" })
                .GetByRole(AriaRole.Link, new() { Name = "Stocks" }).ClickAsync();
            await Expect(visit.Heading("Stocks")).ToBeVisibleAsync();
        });

    /// <summary>An admin's bar has the most links; below this width the menu has them.</summary>
    [BrowserFact]
    public Task Links_of_an_admin_are_on_one_line_and_below_1280_pixels_in_the_menu() => browser.App.VisitAsync(
        Visitor.Admin, async visit =>
    {
        await visit.OpenAsync("/stocks");
        foreach (var width in new[] { 1280, 1360, 1460, 1800 })
        {
            await visit.Page.SetViewportSizeAsync(width, 800);
            Assert.True(await visit.Page.EvaluateAsync<bool>(
                "() => [...document.querySelectorAll('.frame-links, .find-open')].every(e => e.offsetHeight > 0 && e.offsetHeight < 50)"));
        }
        await visit.Page.SetViewportSizeAsync(1279, 800);
        await Expect(visit.Page.Locator(".frame-links")).ToBeHiddenAsync();
        await Expect(visit.Button("Menu")).ToBeVisibleAsync();
    });

    [BrowserFact]
    public Task Account_menu_names_the_user() => browser.App.VisitAsync(Visitor.Admin, async visit =>
    {
        await visit.OpenAsync("/stocks");
        await visit.Button("Your account").ClickAsync();
        await Expect(visit.Page.GetByText("Admin", new() { Exact = true })).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
    });
}
