using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CreamPie.Core.Accounts.Preferring;
using CreamPie.Core.Storage.Tables.Accounts;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>Charts as their reader prefers them.</summary>
[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class ReaderFormatTests(BrowserFixture browser)
{
    private const string Reader = "reader@example.org";

    private static readonly Regex Day = new(@"\b\d\d\.\d\d\.\d{4}$");
    private static readonly Regex Price = new(@"^(\d{1,3}\.)?\d{1,3},\d\d$");

    [BrowserFact]
    public async Task Charts_write_dates_and_numbers_as_their_reader_does()
    {
        await browser.App.Server.AddUserAsync(Reader, Roles.Analyst);
        using (var client = await browser.App.Server.SignInAsync(Reader))
        {
            var values = new PreferenceValues(Range: "2y", Adjust: "splits", DateFormat: "dots", NumberFormat: "dot");
            (await client.PutAsJsonAsync("/api/users/me/preferences", values)).EnsureSuccessStatusCode();
        }
        await browser.App.VisitAsync(Visitor.Anonymous, async visit =>
        {
            await visit.SignInAsync(Reader);
            var stock = await StockPage.OpenAsync(visit, "PIE");
            await Expect(stock.Read("name")).ToHaveTextAsync(new Regex($"^[A-Z][a-z]{{2}} {Day}"));
            await Expect(stock.Read("close")).ToHaveTextAsync(Price);
            await visit.Page.GetByText("View as table").First.ClickAsync();
            await Expect(visit.Page.Locator(".price-chart tbody th").First).ToHaveTextAsync(Day);

            await visit.OpenAsync("/compare?symbols=PIE,LEMN");
            await Expect(visit.Page).ToHaveURLAsync(new Regex(@"/compare\?symbols=PIE,LEMN&range=2y&adjust=splits$"));
            await Expect(visit.Page.Locator(".comparison-chart .read-out")).ToHaveTextAsync(Day);
            await Expect(visit.Page.Locator(".comparison-chart .legend span").First).ToHaveTextAsync(Price);
            var basis = visit.Page.Locator(".comparison-chart .basis").First;
            await Expect(basis).ToContainTextAsync(new Regex(@"^100 on \d\d\.\d\d\.\d{4}, "));
        });
    }
}
