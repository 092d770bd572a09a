using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>MudBlazor's style sheet is served without the rules of components that are not used (purge-mudblazor.mjs).</summary>
[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class PurgedSheetTests(BrowserFixture browser)
{
    /// <summary>Selectors of the whole sheet that some element of the page matches, in whatever state, and that are not served.</summary>
    private const string Missing = """
        async () => {
          const parse = async address => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(await (await fetch(address)).text());
            return new Set(selectors(sheet.cssRules));
          };
          const selectors = rules => [...rules].flatMap(rule => rule.selectorText
            ? rule.selectorText.split(/,(?![^()]*\))/).map(one => one.trim())
            : rule.cssRules ? selectors(rule.cssRules) : []);
          const states = /:(hover|active|focus|focus-visible|focus-within|disabled|-webkit-autofill)\b|::[\w-]+(\([^)]*\))?/g;
          const served = await parse(document.querySelector('link[rel=stylesheet][href*=mudblazor]').href);
          const all = await parse('/_content/MudBlazor/MudBlazor.min.css');
          const applies = selector => {
            try {
              return document.querySelector(selector.replace(states, '') || '*') !== null;
            } catch {
              return false;
            }
          };
          return [...all].filter(selector => !served.has(selector) && applies(selector));
        }
        """;

    public static TheoryData<string> Pages() => new(ProductPage.All.Where(p => p.Visitor != Visitor.Anonymous).Select(p => p.Name));

    [BrowserTheory, MemberData(nameof(Pages))]
    public async Task Each_rule_that_a_page_needs_is_served(string name)
    {
        var page = ProductPage.Named(name);
        await Task.WhenAll(new[] { Screen.Wide, Screen.Phone }.Select(screen => browser.App.VisitAsync(page.Visitor, screen, async visit =>
        {
            await visit.OpenAsync(page);
            if (await visit.Page.Locator(".mud-layout").CountAsync() > 0)
                await AssertWholeAsync(visit);
        })));
    }

    [BrowserFact]
    public Task Each_rule_of_a_dialog_a_message_and_a_tooltip_is_served() => browser.App.VisitAsync(Visitor.Admin, async visit =>
    {
        await visit.OpenAsync("/admin/tracked");
        await visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Untrack") }).First.ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await AssertWholeAsync(visit);
        await visit.Button("Cancel").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Pull now") }).First.ClickAsync();
        await Expect(visit.Page.Locator(".mud-snackbar")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("theme$") }).HoverAsync();
        await Expect(visit.Page.Locator(".mud-tooltip.mud-popover-open")).ToBeVisibleAsync();
        await AssertWholeAsync(visit);
    });

    [BrowserFact]
    public Task Each_rule_of_the_open_menu_is_served() => browser.App.VisitAsync(Visitor.Admin, Screen.Phone, async visit =>
    {
        await visit.OpenAsync("/stocks");
        await visit.Button("Menu").ClickAsync();
        await Expect(visit.Page.Locator(".mud-drawer--open")).ToBeVisibleAsync();
        await AssertWholeAsync(visit);
    });

    private static async Task AssertWholeAsync(BrowserSession visit) =>
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>(Missing));
}
