using CreamPie.Core.Storage.Tables.Accounts;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class SessionTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task Sign_out_in_one_tab_ends_the_other()
    {
        await browser.App.Server.AddUserAsync("leaving@example.org", Roles.Analyst);
        await browser.App.VisitAsync(Visitor.Anonymous, async visit =>
        {
            await visit.SignInAsync("leaving@example.org");
            var other = await visit.AnotherTabAsync();
            await other.OpenAsync("/stocks");
            await other.Button("Your account").ClickAsync();
            await other.Button("Sign out").ClickAsync();
            await Expect(visit.Heading("You are signed out")).ToBeVisibleAsync();
            await Expect(visit.Heading("Stocks")).ToBeHiddenAsync();
        });
    }
}
