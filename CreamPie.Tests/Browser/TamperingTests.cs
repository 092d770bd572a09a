using System.Text.RegularExpressions;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using CreamPie.Web.Simulator.Exchange;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>What a reader does to a page by other means than its own.</summary>
[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class TamperingTests(BrowserFixture browser)
{
    [BrowserFact]
    public Task Button_that_devtools_enabled_is_refused_by_the_server() => browser.App.VisitAsync(Visitor.Analyst, async visit =>
    {
        var symbols = Catalogue.Listed.Select(c => c.Symbol).Distinct().Take(11).ToList();
        await visit.OpenAsync("/compare?symbols=" + string.Join(',', symbols.Take(10).Select(Uri.EscapeDataString)));
        var add = visit.Page.Locator("form.add button");
        await Expect(add).ToBeDisabledAsync();
        await visit.Page.Locator("#symbols").FillAsync(symbols[10]);

        await add.EvaluateAsync("button => button.removeAttribute('disabled')");
        await add.ClickAsync();

        await Expect(visit.Page.Locator("#problem")).ToContainTextAsync(new Regex("10"));
        await Expect(visit.Page.GetByLabel("Compared symbols").GetByRole(AriaRole.Listitem)).ToHaveCountAsync(10);
    });

    [BrowserFact]
    public async Task Password_is_pasted_where_one_is_asked_for()
    {
        await browser.App.Server.AddUserAsync("pasting@example.org", Roles.Analyst);
        await browser.App.VisitAsync(Visitor.Anonymous, async visit =>
        {
            await visit.Page.GotoAsync("/account/sign-in");
            var email = visit.Page.GetByLabel("E-mail", new() { Exact = true });
            var password = visit.Page.GetByLabel("Password", new() { Exact = true });
            await email.FillAsync(TestApplication.Password);
            await email.PressAsync("Control+a");
            await email.PressAsync("Control+x");
            await password.PressAsync("Control+v");
            await Expect(password).ToHaveValueAsync(TestApplication.Password);
            await email.FillAsync("pasting@example.org");
            await email.PressAsync("Enter");
            await Expect(visit.Heading("Stocks")).ToBeVisibleAsync();
        });
    }
}
