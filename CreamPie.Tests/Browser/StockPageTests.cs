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
    public Task Each_range_has_its_address_and_fits_the_screen() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears);
        foreach (var (label, word, interval, fewest, most) in new[]
        {
            ("1M", "1m", "1d", 15, 24), ("3M", "3m", "1d", 55, 68), ("6M", "6m", "1d", 115, 132), ("2Y", "2y", "1wk", 100, 110),
            ("5Y", "5y", "1wk", 255, 270), ("10Y", "10y", "1mo", 115, 125), ("All", "all", "3mo", 155, 300), ("1Y", "1y", "1d", 245, 258),
        })
        {
            await stock.ChooseAsync(label, word + "/");
            var view = await stock.ViewAsync();
            Assert.Equal(interval, view[1]);
            Assert.InRange(int.Parse(view[3], CultureInfo.InvariantCulture), fewest, most);
            Assert.Equal(int.Parse(view[3], CultureInfo.InvariantCulture), await stock.CandlesAsync());
            Assert.EndsWith(word == "1y" ? "/stocks/PIE" : "?range=" + word, visit.Page.Url, StringComparison.Ordinal);
            await Expect(visit.Link(label)).ToHaveAttributeAsync("aria-current", "true");
        }
    });

    [BrowserFact]
    public Task View_survives_reload_and_back_navigation() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears, "?range=5y&adjust=all");
        var view = await stock.ViewAsync();
        Assert.Equal(["5y", "1wk", "all"], view[..3]);
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
    public Task Weekends_leave_no_gap() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears, "?range=3m");
        var places = await stock.PlacesAsync();
        var steps = places.Zip(places.Skip(1), (a, b) => b - a).ToList();
        Assert.InRange(steps.Max() - steps.Min(), 0, 1);
    });

    [BrowserFact]
    public Task Adjustment_changes_old_prices_and_keeps_the_last() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears, "?range=all");
        var last = await stock.ReadAsync("close");
        var splits = await stock.FirstCloseAsync();
        await stock.ChooseAsync("Total return", "/all/");
        Assert.InRange(await stock.FirstCloseAsync(), 0, splits * 0.9);
        await stock.ChooseAsync("As traded", "/none/");
        Assert.InRange(await stock.FirstCloseAsync(), splits * 1.9, double.MaxValue);
        await stock.Plot.PressAsync("Escape");
        Assert.Equal(last, await stock.ReadAsync("close"));
    });

    [BrowserFact]
    public Task Clicking_a_bar_states_its_origin() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears, "?range=1m");
        await stock.Plot.ClickAsync(new() { Position = new() { X = 300, Y = 120 } });
        await Expect(stock.Provenance).ToContainTextAsync("SHA-256");
        await Expect(stock.Provenance).ToContainTextAsync("/simulator/quote/PIE/history");
        Assert.Contains(
            (await stock.ReadAsync("name"))["Fri ".Length..], await stock.Provenance.InnerTextAsync(), StringComparison.Ordinal);
        await visit.AssertAccessibleAsync();
        await stock.Provenance.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(stock.Provenance).ToBeHiddenAsync();
    });

    [BrowserFact]
    public Task Charted_bars_download_as_CSV() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears, "?range=5y");
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Link("Download as CSV").ClickAsync());
        Assert.EndsWith(".csv", download.SuggestedFilename, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.Equal("Week,Open,High,Low,Close,Adj Close,Volume", lines[0]);
        Assert.Equal((await stock.ViewAsync())[3], (lines.Length - 1).ToString(CultureInfo.InvariantCulture));
    });

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
    public Task On_a_phone_one_tap_reads_and_another_opens_a_bar() => browser.App.VisitAsync(Visitor.Analyst, Screen.Phone, async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears);
        var bar = new Position { X = 100, Y = 100 };
        var last = await stock.ReadAsync("name");
        await stock.Plot.TapAsync(new() { Position = bar });
        Assert.NotEqual(last, await stock.ReadAsync("name"));
        await Expect(stock.Provenance).ToBeHiddenAsync();
        await stock.Plot.TapAsync(new() { Position = bar });
        await Expect(stock.Provenance).ToContainTextAsync("SHA-256");
        Assert.Equal(0, await visit.OverflowAsync());
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

    /// <summary>Both drawings then wait for the library, and each would remove the other's candles.</summary>
    [BrowserFact]
    public Task Resizing_before_the_chart_library_loads_still_draws_candles() => VisitAsync(async visit =>
    {
        var library = new TaskCompletionSource();
        await visit.Page.RouteAsync("**/lib/apexcharts*", async route =>
        {
            await library.Task;
            await route.ContinueAsync();
        });
        var bars = visit.Page.WaitForResponseAsync(answer => answer.Url.Contains("/bars?", StringComparison.Ordinal));
        var actions = visit.Page.WaitForResponseAsync(answer => answer.Url.Contains("/actions", StringComparison.Ordinal));
        await visit.Page.GotoAsync($"/stocks/{FortyYears}");
        foreach (var answer in await Task.WhenAll(bars, actions))
            await answer.FinishedAsync();
        foreach (var width in new[] { 1_000, 1_100 })
        {
            await visit.Page.SetViewportSizeAsync(width, 800);
            await visit.Page.EvaluateAsync("() => new Promise(next => requestAnimationFrame(() => requestAnimationFrame(next)))");
        }
        library.SetResult();
        await visit.WaitUntilLoadedAsync();
        Assert.Equal(
            int.Parse((await new StockPage(visit).ViewAsync())[3], CultureInfo.InvariantCulture),
            await new StockPage(visit).CandlesAsync());
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
