using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class KeyPageTests(BrowserFixture browser)
{
    private const string Owner = "owner-of-keys@example.org";

    [BrowserFact]
    public async Task Key_and_feed_are_made_copied_and_revoked_on_a_phone()
    {
        await browser.App.Server.AddUserAsync(Owner, Roles.Analyst);
        await browser.App.VisitAsync(Visitor.Anonymous, Screen.Phone, async visit =>
        {
            var page = visit.Page;
            await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
            await visit.SignInAsync(Owner);
            await page.GotoAsync("/account/keys");
            await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Backtests with a long name that says what it is for");
            await visit.Button("Create key").ClickAsync();
            await Expect(page.GetByText("it is not shown again")).ToBeVisibleAsync();
            await visit.Button("Copy the key").ClickAsync();
            await Expect(page.Locator("button[data-copy]")).ToHaveTextAsync("Copied");
            Assert.Equal(await page.Locator("#key").InnerTextAsync(), await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
            await LooksWellAsync(visit);
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            await page.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
            await Expect(page.GetByText("You have no API keys.")).ToBeVisibleAsync();

            await page.GotoAsync("/account/feeds");
            await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Sheet");
            await page.GetByLabel("Symbols").FillAsync("LEMN, PIE");
            await visit.Button("Create feed").ClickAsync();
            await Expect(page.GetByText("they are not shown again")).ToBeVisibleAsync();
            await LooksWellAsync(visit);
            await page.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
            await Expect(page.GetByText("You have no feeds.")).ToBeVisibleAsync();
        });
    }

    private static async Task LooksWellAsync(BrowserSession visit)
    {
        Assert.Equal(0, await visit.OverflowAsync());
        await visit.AssertAccessibleAsync();
        await visit.GoDarkAsync();
        await visit.AssertAccessibleAsync();
    }
}
