using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class ThemeTests(BrowserFixture browser)
{
    [BrowserFact]
    public Task Theme_chosen_in_the_app_applies_to_static_pages() => browser.App.VisitAsync(Visitor.Analyst, async visit =>
    {
        await visit.OpenAsync("/stocks");
        var light = await visit.BackgroundAsync();
        await visit.Button("Dark theme").ClickAsync();
        await visit.WaitForOtherBackgroundAsync(light);
        var dark = await visit.BackgroundAsync();
        await visit.OpenAsync("/stocks");
        Assert.Equal(dark, await visit.BackgroundAsync());
        await Expect(visit.Button("Light theme")).ToBeVisibleAsync();
        await visit.OpenAsync("/account");
        Assert.Equal(dark[0], (await visit.BackgroundAsync())[0]);
    });

    [BrowserFact]
    public Task Theme_chosen_without_scripts_persists() => browser.App.VisitAsync(Visitor.Anonymous, async visit =>
    {
        await visit.OpenAsync("/");
        var light = await visit.BackgroundAsync();
        await visit.Button("Dark theme").ClickAsync();
        await visit.WaitForOtherBackgroundAsync(light);
        await visit.OpenAsync("/account/sign-in");
        Assert.NotEqual(light, await visit.BackgroundAsync());
    });
}
