using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>Every cell and column of the analysis charts leads to its bars, by mouse, by finger and by key.</summary>
[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class AnalysisTests(BrowserFixture browser)
{
    public static TheoryData<string> Screens() => new(Screen.All.Select(screen => screen.Name));

    [BrowserTheory, MemberData(nameof(Screens))]
    public Task Labels_of_the_heat_map_never_overlap(string screen) => VisitAsync(Named(screen), async visit =>
    {
        await OpenAsync(visit, "/stocks/MRNG");
        var widest = await visit.Page.Locator("[data-part=months]").EvaluateAsync<double>("""
            host => {
              const width = element => element.getBoundingClientRect().width;
              const cell = width(host.querySelector('.apexcharts-heatmap-series rect'));
              return Math.max(...[...host.querySelectorAll('.apexcharts-datalabel')].map(text => width(text) / cell));
            }
            """);
        Assert.InRange(widest, 0.1, 1);
        var heads = await visit.Page.Locator("[data-part=months] .apexcharts-xaxis-label").EvaluateAllAsync<bool>("""
            all => all.map(e => e.getBoundingClientRect()).sort((a, b) => a.x - b.x)
              .every((box, i, boxes) => i === 0 || box.left >= boxes[i - 1].right - 0.5)
            """);
        Assert.True(heads, "Names of months overlap.");
        Assert.Equal(0, await visit.OverflowAsync());
        await visit.AssertAccessibleAsync();
    });

    [BrowserFact]
    public Task Month_and_drawdown_lead_to_their_bars_by_finger() => VisitAsync(Screen.Phone, async visit =>
    {
        var stock = await OpenAsync(visit, "/stocks/LEMN");
        var cell = visit.Page.Locator(".apexcharts-heatmap-series").Nth(-2).Locator("rect[j='2']");
        var year = await cell.EvaluateAsync<string>("""
            cell => {
              const middle = element => { const box = element.getBoundingClientRect(); return box.top + box.height / 2; };
              return [...document.querySelectorAll('[data-part=months] .apexcharts-yaxis-label')]
                .sort((a, b) => Math.abs(middle(a) - middle(cell)) - Math.abs(middle(b) - middle(cell)))[0].textContent.slice(0, 4);
            }
            """);
        await cell.TapAsync();
        await visit.Page.WaitForURLAsync(new Regex($"from={year}-03-01&to={year}-03-31"));
        await stock.DrawnAsync("custom/1d/");
        await OpenAsync(visit, "/stocks/LEMN");
        await visit.Page.Locator("[data-part=drawdown] svg").TapAsync();
        await visit.Page.WaitForURLAsync(new Regex(@"from=(\d{4}-\d\d)-01&to=\1-\d\d"));
        await stock.DrawnAsync("custom/1d/");
    });

    [BrowserFact]
    public Task Column_lists_its_days_and_each_leads_to_its_bars() => VisitAsync(Screen.Wide, async visit =>
    {
        var stock = await OpenAsync(visit, "/stocks/PIE");
        await visit.Page.Locator("[data-part=distribution] .apexcharts-bar-area").First.ClickAsync();
        await Expect(visit.Page.Locator(".days h3")).ToContainTextAsync("below −");
        await visit.Page.Locator(".days a").First.ClickAsync();
        await visit.Page.WaitForURLAsync(new Regex(@"from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d"));
        await stock.DrawnAsync("custom/1d/");
    });

    [BrowserFact]
    public Task Every_table_beside_a_chart_leads_to_bars_by_key() => VisitAsync(Screen.Wide, async visit =>
    {
        await ByKeyAsync("Returns by month as a table", "[data-part=month-table] tbody a", new(@"from=\d{4}-01-01&to=\d{4}-01-31"));
        await ByKeyAsync("Drawdown as a table", "[data-part=drawdown-table] tbody a", new(@"from=(\d{4}-\d\d)-01&to=\1-\d\d"));
        await ByKeyAsync("Daily returns as a table", "[data-part=bin-table] button", null);
        await visit.Page.Locator(".days a").First.PressAsync("Enter");
        await visit.Page.WaitForURLAsync(new Regex(@"from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d"));

        async Task ByKeyAsync(string summary, string act, Regex? address)
        {
            var stock = await OpenAsync(visit, "/stocks/PIE");
            await visit.Page.GetByText(summary, new() { Exact = true }).PressAsync("Enter");
            await visit.Page.Locator(act).First.PressAsync("Enter");
            if (address is null)
                return;
            await visit.Page.WaitForURLAsync(address);
            await stock.DrawnAsync("custom/1d/");
        }
    });

    [BrowserFact]
    public Task Basis_of_the_figures_survives_reload_and_back() => VisitAsync(Screen.Phone, async visit =>
    {
        await OpenAsync(visit, "/stocks/PIE?range=5y");
        var total = await visit.Page.Locator(".figures .grid dd").First.InnerTextAsync();
        await visit.Page.Locator("select[name=returns]").SelectOptionAsync("splits");
        await visit.Page.WaitForURLAsync(new Regex(@"\?range=5y&returns=splits$"));
        await Expect(visit.Page.Locator(".figures .basis").First).ToContainTextAsync("price alone");
        await Expect(visit.Page.Locator(".figures .grid dd").First).Not.ToHaveTextAsync(total);
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.Locator("select[name=returns]")).ToHaveValueAsync("splits");
        await Expect(visit.Page.Locator(".figures .basis").First).ToContainTextAsync("price alone");
        await visit.Page.GoBackAsync();
        await Expect(visit.Page.Locator("select[name=returns]")).ToHaveValueAsync("all");
        await Expect(visit.Page.Locator(".figures .basis").First).ToContainTextAsync("Total returns");
    });

    private static Screen Named(string name) => Screen.All.Single(screen => screen.Name == name);

    private static async Task<StockPage> OpenAsync(BrowserSession visit, string path)
    {
        await visit.OpenAsync(path);
        await visit.Page.Locator(".analysis").ScrollIntoViewIfNeededAsync();
        await Expect(visit.Page.Locator(".analysis[data-drawn]")).ToBeVisibleAsync();
        return new StockPage(visit);
    }

    private Task VisitAsync(Screen screen, Func<BrowserSession, Task> act) => browser.App.VisitAsync(Visitor.Analyst, screen, act);
}
