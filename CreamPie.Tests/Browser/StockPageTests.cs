using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class StockPageTests(BrowserFixture browser)
{
    private const string FortyYears = "PIE";

    [BrowserFact]
    public Task Each_range_has_its_address_and_shows_its_bars_of_the_whole_history() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears);
        var all = await browser.App.BarsAsync(FortyYears);
        foreach (var (label, word, interval, fewest, most) in new[]
        {
            ("1M", "1m", "1d", 15, 24), ("3M", "3m", "1d", 55, 68), ("6M", "6m", "1d", 115, 132), ("2Y", "2y", "1d", 490, 510),
            ("5Y", "5y", "1d", 1_240, 1_270), ("10Y", "10y", "1wk", 515, 530), ("All", "all", "1mo", 470, 520),
            ("1Y", "1y", "1d", 245, 258),
        })
        {
            await stock.ChooseAsync(label, word + "/");
            var view = await stock.ViewAsync();
            Assert.Equal((word, interval), (view[0], view[1]));
            Assert.InRange(await stock.SeenCountAsync(), fewest, most);
            if (interval == "1d")
                Assert.Equal(all, int.Parse(view[3], CultureInfo.InvariantCulture));
            await Expect(visit.Link(label)).ToHaveAttributeAsync("aria-current", "true");
            Assert.EndsWith(word == "1y" ? "/stocks/PIE" : "?range=" + word, visit.Page.Url, StringComparison.Ordinal);
        }
    });

    [BrowserFact]
    public Task Chosen_interval_is_never_overruled() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears, "?range=all&interval=1d");
        Assert.Equal(["all", "1d"], (await stock.ViewAsync())[..2]);
        Assert.Equal(await browser.App.BarsAsync(FortyYears), await stock.SeenCountAsync());
        await stock.ChooseAsync("1M", "1m/");
        Assert.Equal("1d", (await stock.ViewAsync())[1]);
        await visit.Page.Locator("select[name=interval]").SelectOptionAsync("1y");
        await stock.DrawnAsync("1m/1y/");
    });

    [BrowserFact]
    public Task View_survives_reload_and_back_navigation() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears, "?range=5y&adjust=all");
        var view = await stock.ViewAsync();
        Assert.Equal(["5y", "1d", "all"], view[..3]);
        await visit.Page.ReloadAsync();
        await visit.WaitUntilLoadedAsync();
        Assert.Equal(view, await stock.ViewAsync());

        await stock.ChooseAsync("3M", "3m/");
        Assert.EndsWith("?range=3m&adjust=all", visit.Page.Url, StringComparison.Ordinal);
        await visit.Page.GoBackAsync();
        await stock.DrawnAsync("5y/");
        Assert.Equal(view, await stock.ViewAsync());
    });

    [BrowserFact]
    public Task Adjustment_changes_old_prices_and_keeps_the_last() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears, "?range=all");
        var last = await stock.ReadAsync("close");
        var splits = await stock.FirstCloseAsync();
        await visit.Page.Locator("select[name=adjust]").SelectOptionAsync("all");
        await stock.DrawnAsync("/all/");
        Assert.InRange(await stock.FirstCloseAsync(), 0, splits * 0.9);
        await visit.Page.Locator("select[name=adjust]").SelectOptionAsync("none");
        await stock.DrawnAsync("/none/");
        Assert.InRange(await stock.FirstCloseAsync(), splits * 1.9, double.MaxValue);
        await stock.Plot.PressAsync("Escape");
        Assert.Equal(last, await stock.ReadAsync("close"));
    });

    [BrowserFact]
    public Task Selected_bar_states_its_origin() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears, "?range=1m");
        await stock.Plot.ClickAsync(new() { Position = new() { X = 300, Y = 120 } });
        await Expect(stock.Provenance).ToBeHiddenAsync();
        await visit.Button("Source of this bar").ClickAsync();
        await Expect(stock.Provenance).ToContainTextAsync("SHA-256");
        await Expect(stock.Provenance).ToContainTextAsync("/simulator/quote/PIE/history");
        Assert.Contains(
            (await stock.ReadAsync("name"))["Fri ".Length..], await stock.Provenance.InnerTextAsync(), StringComparison.Ordinal);
        await visit.AssertAccessibleAsync();
        await stock.Provenance.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(stock.Provenance).ToBeHiddenAsync();
    });

    [BrowserFact]
    public Task View_and_whole_history_download_as_CSV() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears, "?range=10y");
        var view = await DownloadAsync(visit, "CSV of this view");
        Assert.Equal("Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits", view[0]);
        Assert.InRange(view.Length - 1, await stock.SeenCountAsync(), await stock.SeenCountAsync() + 1);
        var whole = await DownloadAsync(visit, "CSV of the full daily history");
        Assert.Equal(await browser.App.BarsAsync(FortyYears), whole.Length - 1);
    });

    private static async Task<string[]> DownloadAsync(BrowserSession visit, string link)
    {
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Link(link).ClickAsync());
        Assert.EndsWith(".csv", download.SuggestedFilename, StringComparison.Ordinal);
        return await File.ReadAllLinesAsync(await download.PathAsync());
    }

    [BrowserFact]
    public Task Dividends_and_splits_are_marked_under_their_bars() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears, "?range=all");
        var marks = visit.Page.GetByRole(AriaRole.Group, new() { Name = "Dividends and splits" }).GetByRole(AriaRole.Button);
        Assert.InRange(await marks.CountAsync(), 2, 60);
        var split = marks.Filter(new() { HasTextRegex = new("^S") }).First;
        Assert.Contains("split, ex-date", (await split.GetAttributeAsync("aria-label"))!, StringComparison.Ordinal);
        await split.HoverAsync();
        await Expect(visit.Page.Locator(".price-chart .bubble")).ToContainTextAsync("split, ex-date");
    });

    [BrowserFact]
    public Task On_a_phone_a_tap_reads_a_bar_of_a_plot_near_the_top() => browser.App.VisitAsync(
        Visitor.Analyst, Screen.Phone, async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears);
        var bar = new Position { X = 100, Y = 100 };
        var last = await stock.ReadAsync("name");
        await stock.Plot.TapAsync(new() { Position = bar });
        Assert.NotEqual(last, await stock.ReadAsync("name"));
        await Expect(stock.Provenance).ToBeHiddenAsync();
        await visit.Button("Source of this bar").TapAsync();
        await Expect(stock.Provenance).ToContainTextAsync("SHA-256");
        Assert.Equal(0, await visit.OverflowAsync());
        var plot = (await stock.Plot.BoundingBoxAsync())!;
        Assert.InRange(plot.Y, 0, 330);
        Assert.InRange(plot.Height, 320, double.MaxValue);
    });

    [BrowserFact]
    public Task Leaving_during_drawing_does_not_break_the_next_page() => VisitAsync(async visit =>
    {
        await StockPage.OpenAsync(visit, FortyYears);
        foreach (var frames in Enumerable.Range(0, 10))
        {
            await visit.Link(frames % 2 == 0 ? "5Y" : "All").ClickAsync();
            await visit.Page.EvaluateAsync(
                "async frames => { while (frames-- > 0) await new Promise(next => requestAnimationFrame(next)); }", frames * 2);
            await visit.Link("Track").ClickAsync();
            await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Track a symbol");
            await visit.Page.GoBackAsync();
            await visit.WaitUntilLoadedAsync();
            await Expect(visit.Page.Locator("h1")).ToContainTextAsync(FortyYears);
        }
    });

    [BrowserFact]
    public Task Resizing_before_the_chart_library_loads_still_draws() => VisitAsync(async visit =>
    {
        var library = new TaskCompletionSource();
        await visit.Page.RouteAsync("**/lib/lightweight-charts*", async route =>
        {
            await library.Task;
            await route.ContinueAsync();
        });
        await visit.Page.GotoAsync($"/stocks/{FortyYears}");
        foreach (var width in new[] { 1_000, 1_100 })
            await visit.Page.SetViewportSizeAsync(width, 800);
        library.SetResult();
        await visit.WaitUntilLoadedAsync();
        Assert.InRange(await new StockPage(visit).InkAsync(), 0.01, 1);
    });

    [BrowserFact]
    public Task As_traded_change_across_a_split_matches_the_adjusted_change() => VisitAsync(async visit =>
    {
        await StockPage.OpenAsync(visit, FortyYears, "?range=all&interval=1y&adjust=none");
        await visit.Page.GetByText("View as table").ClickAsync();
        var changes = await visit.Page.Locator("details.table tbody tr").Filter(new() { HasText = "split" })
            .EvaluateAllAsync<string[]>("rows => rows.map(row => row.cells[5].textContent)");
        await visit.OpenAsync($"/stocks/{FortyYears}?range=all&interval=1y");
        await visit.Page.GetByText("View as table").ClickAsync();
        var adjusted = await visit.Page.Locator("details.table tbody tr").Filter(new() { HasText = "split" })
            .EvaluateAllAsync<string[]>("rows => rows.map(row => row.cells[5].textContent)");
        Assert.NotEmpty(changes);
        Assert.Equal(adjusted, changes);
    });

    private Task VisitAsync(Func<BrowserSession, Task> act) => browser.App.VisitAsync(Visitor.Analyst, act);
}
