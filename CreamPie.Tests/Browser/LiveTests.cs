using System.Globalization;
using CreamPie.Web.Simulator.FaultInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class LiveTests(BrowserFixture browser)
{
    /// <summary>The simulator answers for it after six seconds, or once the test lets go of the timer.</summary>
    private const string Symbol = FaultySymbols.Slow;

    [BrowserFact]
    public async Task Pull_started_in_one_browser_updates_another()
    {
        await browser.App.TrackAsync(Symbol);
        await browser.App.VisitAsync(Visitor.Analyst, analyst => browser.App.VisitAsync(Visitor.Admin, async admin =>
        {
            var stock = await StockPage.OpenAsync(analyst, Symbol, "?range=1m");
            var pull = analyst.Page.GetByRole(AriaRole.Region, new() { Name = $"Pull of {Symbol}" });
            var session = browser.App.Time.GetUtcNow().ToString("d MMM yyyy", CultureInfo.InvariantCulture);
            Assert.DoesNotContain(session, await stock.ReadAsync("name"), StringComparison.Ordinal);
            await Expect(pull).ToBeHiddenAsync();
            await analyst.Page.EvaluateAsync("() => { window.sameDocument = true }");
            await admin.OpenAsync("/admin/tracked");
            var row = admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = Symbol });
            await Expect(row).ToContainTextAsync("current");

            browser.App.Time.OpenSession();
            browser.App.Time.Hold(FaultySymbols.Slowness);
            await row.GetByRole(AriaRole.Button, new() { Name = $"Pull now {Symbol}" }).ClickAsync();

            await Expect(pull).ToContainTextAsync("Fetching");
            await Expect(row).ToContainTextAsync("fetching");
            browser.App.Time.LetGo();
            await Expect(pull).ToBeHiddenAsync();
            await Expect(row).ToContainTextAsync("Loaded");
            await Expect(stock.Read("name")).ToContainTextAsync(session);
            await Expect(stock.Read("events")).ToContainTextAsync("provisional");
            Assert.True(await analyst.Page.EvaluateAsync<bool>("() => window.sameDocument"));
        }));
    }
}
