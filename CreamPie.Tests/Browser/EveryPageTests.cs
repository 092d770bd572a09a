using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;

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

    [BrowserTheory, MemberData(nameof(All))]
    public async Task Page_is_accessible_and_fits_every_screen_and_theme(string name)
    {
        var page = ProductPage.Named(name);
        await Task.WhenAll(new[] { Screen.Wide, Screen.Phone }.Select(screen => browser.App.VisitAsync(page.Visitor, screen, async visit =>
        {
            await visit.OpenAsync(page);
            Assert.Contains("CreamPie", await visit.Page.TitleAsync(), StringComparison.Ordinal);
            Assert.Equal(1, await visit.Page.Locator("h1").CountAsync());
            Assert.Equal(0, await visit.OverflowAsync());
            await visit.AssertAccessibleAsync();
            await visit.GoDarkAsync();
            await visit.AssertAccessibleAsync();
        })));
    }
}
