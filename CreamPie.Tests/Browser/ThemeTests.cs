using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class ThemeTests(BrowserFixture browser)
{
    [BrowserFact]
    public Task Chosen_in_the_app_the_colours_stay_also_on_static_pages() => browser.App.VisitAsync(Visitor.Analyst, async visit =>
    {
        await visit.OpenAsync("/stocks");
        var light = await visit.GroundAsync();
        await visit.Button("Dark theme").ClickAsync();
        await visit.ChangedGroundAsync(light);
        var dark = await visit.GroundAsync();
        await visit.OpenAsync("/stocks");
        Assert.Equal(dark, await visit.GroundAsync());
        await Expect(visit.Button("Light theme")).ToBeVisibleAsync();
        await visit.OpenAsync("/account");
        Assert.Equal(dark[0], (await visit.GroundAsync())[0]);
    });

    [BrowserFact]
    public Task Chosen_without_a_script_they_stay_too() => browser.App.VisitAsync(Visitor.Anonymous, async visit =>
    {
        await visit.OpenAsync("/");
        var light = await visit.GroundAsync();
        await visit.Button("Dark theme").ClickAsync();
        await visit.ChangedGroundAsync(light);
        await visit.OpenAsync("/account/sign-in");
        Assert.NotEqual(light, await visit.GroundAsync());
    });
}
