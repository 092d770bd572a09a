using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class AccountLifeTests(BrowserFixture browser)
{
    /// <summary>How soon an open page must show that its session has ended.</summary>
    private static readonly LocatorAssertionsToBeVisibleOptions Soon = new() { Timeout = 5_000 };

    [BrowserFact]
    public Task Account_lives_from_invitation_to_deletion() => browser.App.VisitAsync(Visitor.Admin, admin =>
    {
        // Passkeys work under a name, and not under a bare address.
        var root = new UriBuilder(browser.App.Server.ClientOptions.BaseAddress) { Host = "localhost" }.Uri;
        return browser.App.VisitAsync(root, visit => LiveAsync(visit, new OwnAccount(visit, browser.App.Time), admin));
    });

    private static async Task LiveAsync(BrowserSession visit, OwnAccount own, BrowserSession admin)
    {
        await VirtualAuthenticator.AddAsync(visit.Page);
        await own.AcceptAsync(await InviteAsync(admin));
        var codes = await own.TurnOnTwoStepAsync();
        await own.AddPasskeyAsync("Test key");

        await own.SignOutAsync();
        await visit.EnterPasswordAsync(BrowserFixture.Guest);
        await visit.EnterCodeAsync(own.Code(1));
        await own.SignOutAsync();
        await visit.EnterPasswordAsync(BrowserFixture.Guest);
        await visit.EnterCodeAsync(codes[0]);
        await own.SignOutAsync();
        await own.SignInByPasskeyAsync();

        await own.LinkAsync();
        await own.SignOutAsync();
        // The provider still knows the browser, and its word is no second step.
        await own.StartAtProviderAsync();
        await Expect(visit.Heading("Enter your code")).ToBeVisibleAsync();
        await visit.EnterCodeAsync(codes[1]);
        await visit.OpenAsync("/account/prove");
        await visit.AssertAccessibleInBothThemesAsync();

        await own.PreferAsync();
        await visit.OpenAsync("/stocks/LEMN");
        await Expect(visit.Page).ToHaveURLAsync(new Regex(@"/stocks/LEMN\?range=5y&interval=auto&adjust=splits$"));
        await Expect(visit.Page.GetByText(new Regex(@"\b\d\d\.\d\d\.\d{4}\b")).First).ToBeVisibleAsync();

        // The chart is still open here.
        var other = await visit.AnotherTabAsync();
        await other.OpenAsync("/stocks");
        await other.Button("Your account").ClickAsync();
        await other.Button("Sign out").ClickAsync();
        await Expect(visit.Heading("You are signed out")).ToBeVisibleAsync(Soon);
        await Expect(visit.Page.Locator(".price-chart")).ToHaveCountAsync(0);
        await visit.AssertAccessibleInBothThemesAsync();

        await own.SignInByPasskeyAsync();
        await visit.OpenAsync("/stocks/LEMN");
        await DisableAsync(admin);
        await Expect(visit.Heading("You are signed out")).ToBeVisibleAsync(Soon);
        await visit.OpenAsync("/stocks");
        await Expect(visit.Page).ToHaveURLAsync(new Regex(@"/account/sign-in\?"));
        await admin.Button("Enable").ClickAsync();
        await Expect(admin.Button("Disable")).ToBeVisibleAsync();

        await own.SignInByPasskeyAsync();
        await own.DeleteAsync();
    }

    private static async Task<string> InviteAsync(BrowserSession admin)
    {
        await admin.OpenAsync("/admin/users");
        await admin.Page.GetByLabel("E-mail", new() { Exact = true }).FillAsync(BrowserFixture.Guest);
        await admin.Button("Send invitation").ClickAsync();
        var link = admin.Page.GetByRole(AriaRole.Status).Locator("code");
        await Expect(link).ToBeVisibleAsync();
        return new Uri(await link.InnerTextAsync()).PathAndQuery;
    }

    private static async Task DisableAsync(BrowserSession admin)
    {
        await admin.OpenAsync("/admin/users?q=" + BrowserFixture.Guest);
        await admin.Page.Locator(".row-link").ClickAsync();
        await Expect(admin.Heading(BrowserFixture.Guest)).ToBeVisibleAsync();
        await admin.Button("Disable").ClickAsync();
        await admin.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Disable", Exact = true }).ClickAsync();
    }
}
