using System.Reflection;
using System.Text.RegularExpressions;
using CreamPie.Tests.Support;
using Microsoft.AspNetCore.Components;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class EveryPageTests(BrowserFixture browser)
{
    public static TheoryData<string> All() => new(ProductPage.All.Select(page => page.Name));

    [Fact]
    public void Every_page_is_listed()
    {
        var known = ProductPage.All.Select(p => new Uri(new Uri("http://x"), p.Path).AbsolutePath).ToList();
        var templates = typeof(Program).Assembly.GetTypes()
            .SelectMany(t => t.GetCustomAttributes<RouteAttribute>())
            .Select(r => r.Template);
        Assert.All(templates, t => Assert.Contains(known, path => Regex.IsMatch(path, "^" + Regex.Replace(t, "{[^}]*}", "[^/]+") + "$")));
    }

    [BrowserFact]
    public async Task Setup_page_of_a_new_server_is_accessible()
    {
        using var log = new LogLines();
        await using var server = await TestApplication.StartAsync(
            settings: TestApplication.WithoutSimulation, log: log, realSockets: true, environment: "Development");
        var link = new Uri(log.Single(l => l.Contains("/setup?token=", StringComparison.Ordinal)).Split(": ", 2)[1]).PathAndQuery;
        await browser.App.VisitAsync(server.ClientOptions.BaseAddress, async visit =>
        {
            await visit.OpenAsync(link);
            await Expect(visit.Button("Create admin")).ToBeVisibleAsync();
            await visit.AssertAccessibleInBothThemesAsync();
        });
    }

    [BrowserTheory, MemberData(nameof(All))]
    public async Task Page_is_accessible_and_fits_every_screen_and_theme(string name)
    {
        var page = ProductPage.Named(name);
        if (page.Address.StartsWith("/account/", StringComparison.Ordinal))
            browser.App.SignInAgain(page.Visitor);
        await Task.WhenAll(new[] { Screen.Wide, Screen.Phone }.Select(screen => browser.App.VisitAsync(page.Visitor, screen, async visit =>
        {
            await visit.OpenAsync(page);
            if (!page.IsRefusal)
                Assert.StartsWith(page.Address, new Uri(visit.Page.Url).AbsolutePath, StringComparison.Ordinal);
            Assert.Contains("CreamPie", await visit.Page.TitleAsync(), StringComparison.Ordinal);
            Assert.Equal(1, await visit.Page.Locator("h1").CountAsync());
            Assert.Equal(0, await visit.OverflowAsync());
            await visit.AssertAccessibleAsync();
            await visit.GoDarkAsync();
            await visit.AssertAccessibleAsync();
        })));
    }
}
