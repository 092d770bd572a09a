using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>Stock pages of histories that are short, incomplete, tiny or huge.</summary>
[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class UnusualHistoryTests(BrowserFixture browser)
{
    private const string Header = "Date,Open,High,Low,Close,Adj Close,Volume";

    [BrowserFact]
    public Task Single_bar_is_drawn_and_read() => SeeAsync(
        "ONEBAR", ["2026-11-20,10.00,10.50,9.75,10.25,10.25,1500"], "10.25", async (visit, _) =>
            await Expect(visit.Page.Locator(".figures")).ToContainTextAsync("–"));

    [BrowserFact]
    public Task Five_bars_fill_the_chart_in_every_type_and_range() => SeeAsync(
        "FIVEBARS", Days(5, i => 20 + i), "24.00", async (visit, stock) =>
    {
        Assert.Equal(5, await stock.SeenCountAsync());
        foreach (var type in new[] { "hollow", "bars", "line", "area" })
        {
            await visit.OpenAsync($"/stocks/FIVEBARS?range=all&interval=1d&type={type}&scale=log&ind=sma(3),rsi(14)");
            Assert.InRange(await stock.InkAsync(), 0.001, 1);
        }
        await visit.OpenAsync("/stocks/FIVEBARS?range=all&interval=1y");
        Assert.Equal(1, await stock.SeenCountAsync());
    });

    [BrowserFact]
    public Task Missing_volumes_and_rows_without_prices_leave_gaps() => SeeAsync(
        "HOLES",
        [
            "2026-11-16,10.00,10.50,9.75,10.25,10.25,", "2026-11-17,null,null,null,null,null,null",
            "2026-11-18,10.00,10.50,9.75,10.30,10.30,900", "2026-11-19,,,,,,", "2026-11-20,10.00,10.60,9.75,10.55,10.55,",
        ],
        "10.55",
        async (visit, stock) =>
    {
        Assert.Equal(3, await stock.SeenCountAsync());
        Assert.Equal("–", await stock.ReadAsync("volume"));
        await visit.Page.GetByText("View as table").ClickAsync();
        await Expect(visit.Page.Locator("details.table tbody tr")).ToHaveCountAsync(3);
    });

    [BrowserFact]
    public Task Sub_penny_prices_keep_their_significant_digits() => SeeAsync(
        "SUBPENNY",
        [.. Enumerable.Range(0, 5).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"2026-11-{16 + i},0.000012{i},0.000014{i},0.000011{i},0.000012{i},0.000012{i},90000000"))],
        "0.00001240",
        async (visit, stock) =>
    {
        Assert.Equal("0.00001440", await stock.ReadAsync("high"));
        await visit.OpenAsync("/stocks?q=SUBPENNY");
        await Expect(visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "SUBPENNY" })).ToContainTextAsync("0.0000124");
    });

    [BrowserFact]
    public Task Prices_as_large_as_BRK_A_are_written_in_full() => SeeAsync(
        "HUGE", Days(5, i => 750_000 + 1_234.5 * i), "754,938.00", async (_, stock) =>
            Assert.Equal("754,939.00", await stock.ReadAsync("high")));

    /// <summary>Imports a history and reads its whole chart, wide and on a phone.</summary>
    private async Task SeeAsync(string symbol, string[] rows, string close, Func<BrowserSession, StockPage, Task> look)
    {
        await browser.App.ImportAsync(symbol, string.Join('\n', [Header, .. rows]) + "\n");
        foreach (var screen in new[] { Screen.PhoneDark, Screen.Wide })
        {
            await browser.App.VisitAsync(Visitor.Analyst, screen, async visit =>
            {
                var stock = await StockPage.OpenAsync(visit, symbol, "?range=all&interval=1d");
                Assert.Equal(close, await stock.ReadAsync("close"));
                Assert.InRange(await stock.InkAsync(), 0.001, 1);
                Assert.Equal(0, await visit.OverflowAsync());
                await visit.AssertAccessibleAsync();
                if (screen == Screen.Wide)
                    await look(visit, stock);
            });
        }
    }

    private static string[] Days(int count, Func<int, double> close) =>
    [
        .. Enumerable.Range(0, count).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"2026-11-{16 + i},{close(i):0.00},{close(i) + 1:0.00},{close(i) - 1:0.00},{close(i):0.00},{close(i):0.00},{1000 + i}")),
    ];
}
