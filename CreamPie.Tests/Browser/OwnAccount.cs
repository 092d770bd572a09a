using CreamPie.Core.Accounts.Factors;
using CreamPie.Core.Market.Calendar;
using CreamPie.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>What the guest does with an account, in a browser. Pages that no address leads to are checked for accessibility.</summary>
internal sealed class OwnAccount(BrowserSession visit, MovableTime time)
{
    private byte[] _key = [];

    private IPage Page => visit.Page;

    /// <summary>What the authenticator app shows now, or so many steps later.</summary>
    public string Code(int steps) => TotpProvider.CodeOf(_key, TotpProvider.StepAt(new DateTimeOffset(time.Now())) + steps);

    public async Task AcceptAsync(string invitation)
    {
        await Page.GotoAsync(invitation);
        await Page.GetByLabel("Password").FillAsync(TestApplication.Password);
        await visit.Button("Create account").ClickAsync();
        await Expect(visit.Heading("Stocks")).ToBeVisibleAsync();
    }

    /// <returns>The recovery codes.</returns>
    public async Task<IReadOnlyList<string>> TurnOnTwoStepAsync()
    {
        await Page.GotoAsync("/account/two-step");
        await Expect(Page.GetByAltText("QR code with the key below")).ToBeVisibleAsync();
        _key = Base32.Decode((await Page.Locator(".key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal))!;
        await Page.GetByLabel("Code").FillAsync(Code(0));
        await visit.Button("Turn on").ClickAsync();
        await Expect(visit.Heading("Your recovery codes")).ToBeVisibleAsync();
        await visit.AssertAccessibleInBothThemesAsync();
        var codes = await Page.Locator(".codes code").AllInnerTextsAsync();
        await visit.Link("I have saved them").ClickAsync();
        await Expect(visit.Button("Turn off")).ToBeVisibleAsync();
        await visit.AssertAccessibleInBothThemesAsync();
        return codes;
    }

    public async Task AddPasskeyAsync(string name)
    {
        await visit.Link("Passkeys").ClickAsync();
        await Page.GetByLabel("Name of the new passkey").FillAsync(name);
        await visit.Button("Add a passkey").ClickAsync();
        await Expect(visit.Button("Remove " + name)).ToBeVisibleAsync();
        await visit.AssertAccessibleInBothThemesAsync();
    }

    public async Task SignInByPasskeyAsync()
    {
        await Page.GotoAsync("/account/sign-in");
        await visit.Button("Sign in with a passkey").ClickAsync();
        await Expect(visit.Heading("Stocks")).ToBeVisibleAsync();
    }

    /// <summary>Links the account to the guest's at the provider, who signs in there.</summary>
    public async Task LinkAsync()
    {
        await Page.GotoAsync("/account/providers");
        await visit.Link("Link").ClickAsync();
        await Page.GetByLabel("Login").FillAsync("guest");
        await visit.Button("Continue").ClickAsync();
        await Expect(Page.GetByText("Linked. All other sessions were signed out.")).ToBeVisibleAsync();
        await visit.AssertAccessibleInBothThemesAsync();
    }

    public async Task StartAtProviderAsync()
    {
        await Page.GotoAsync("/account/sign-in");
        await visit.Link("Sign in with " + CertifiedProvider.Name).ClickAsync();
    }

    /// <summary>A range and a form of dates that charts then have.</summary>
    public async Task PreferAsync()
    {
        await Page.GotoAsync("/account/preferences");
        await Page.GetByLabel("Range").SelectOptionAsync("5y");
        await Page.GetByLabel("Dates").SelectOptionAsync("dots");
        await visit.Button("Save preferences").ClickAsync();
        await Expect(Page.GetByText("Preferences saved.")).ToBeVisibleAsync();
    }

    public async Task SignOutAsync()
    {
        await Page.GotoAsync("/account");
        await Page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await Expect(visit.Link("Sign in").First).ToBeVisibleAsync();
    }

    public async Task DeleteAsync()
    {
        await Page.GotoAsync("/account/data");
        await Page.GetByLabel("Type your e-mail to confirm").FillAsync(BrowserFixture.Guest);
        await Page.GetByLabel("Password").FillAsync(TestApplication.Password);
        await visit.Button("Delete account").ClickAsync();
        await Expect(visit.Heading("Your account is deleted")).ToBeVisibleAsync();
    }
}
