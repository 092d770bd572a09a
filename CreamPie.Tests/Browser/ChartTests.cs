using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>The price chart: moved, zoomed, drawn in each way, compared, measured, by mouse and by keys.</summary>
[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class ChartTests(BrowserFixture browser)
{
    private const string FortyYears = "PIE";

    [BrowserFact]
    public Task Zoomed_and_dragged_view_is_in_the_address_and_comes_back() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears);
        var box = (await stock.Plot.BoundingBoxAsync())!;
        await visit.Page.Mouse.MoveAsync(box.X + 400, box.Y + 150);
        await stock.MoveAsync(() => visit.Page.Mouse.WheelAsync(0, -500));
        Assert.InRange(await stock.SeenCountAsync(), 20, 240);
        await stock.MoveAsync(async () =>
        {
            await visit.Page.Mouse.DownAsync();
            await visit.Page.Mouse.MoveAsync(box.X + 700, box.Y + 150, new() { Steps = 8 });
            await visit.Page.Mouse.UpAsync();
        });
        await Expect(stock.Provenance).ToBeHiddenAsync();
        var seen = await stock.SeenAsync();
        Assert.Contains($"from={seen[0]}", visit.Page.Url, StringComparison.Ordinal);

        await visit.Page.ReloadAsync();
        await visit.WaitUntilLoadedAsync();
        Assert.Equal(seen, await stock.SeenAsync());
        await visit.Page.GoBackAsync();
        await stock.DrawnAsync("1y/");
        Assert.InRange(await stock.SeenCountAsync(), 245, 258);
    });

    [BrowserFact]
    public Task Double_click_shows_the_range_again_and_a_resize_keeps_the_view() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears, "?range=6m");
        var range = await stock.SeenAsync();
        await visit.Page.SetViewportSizeAsync(1_000, 800);
        await Expect(visit.Page.Locator(".price-chart")).ToHaveAttributeAsync("data-visible", string.Join('/', range));
        await stock.Plot.HoverAsync(new() { Position = new() { X = 300, Y = 100 } });
        await stock.MoveAsync(() => visit.Page.Mouse.WheelAsync(0, -500));
        await stock.MoveAsync(() => stock.Plot.DblClickAsync(new() { Position = new() { X = 300, Y = 100 } }));
        Assert.Equal(range, await stock.SeenAsync());
        Assert.EndsWith("?range=6m", visit.Page.Url, StringComparison.Ordinal);
        await stock.MoveAsync(() => stock.Plot.PressAsync("+"));
        await stock.MoveAsync(() => stock.Plot.PressAsync("0"));
        Assert.Equal(range, await stock.SeenAsync());
    });

    /// <summary>WHSK has a fifth of the bars: the average must be that of the dates that are left.</summary>
    [BrowserFact]
    public Task Indicator_beside_a_shorter_stock_keeps_its_values() => VisitAsync(async visit =>
    {
        await StockPage.OpenAsync(visit, FortyYears, "?ind=sma(20)&adjust=all");
        var average = visit.Page.Locator(".price-chart .legend").Filter(new() { HasText = "SMA(20)" });
        var alone = await average.InnerTextAsync();
        await StockPage.OpenAsync(visit, FortyYears, "?ind=sma(20)&adjust=all&compare=WHSK");
        await Expect(visit.Page.Locator(".price-chart .legend")).ToHaveCountAsync(3);
        Assert.Equal(alone, await average.InnerTextAsync());
    });

    [BrowserFact]
    public Task Panels_of_the_toolbar_fit_and_close_as_menus_do() => VisitAsync(async visit =>
    {
        await StockPage.OpenAsync(visit, FortyYears, "?compare=WHSK");
        var open = visit.Page.Locator("details[name=chart-panel][open]");
        await visit.Page.GetByText("Indicators", new() { Exact = true }).ClickAsync();
        Assert.Equal(0, await visit.OverflowAsync());
        await visit.Page.GetByText("Dates and comparison (1)").ClickAsync();
        await Expect(open).ToHaveCountAsync(1);
        await visit.Button("Do not compare WHSK").ClickAsync();
        await Expect(visit.Page.GetByText("Dates and comparison", new() { Exact = true })).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(open).ToHaveCountAsync(0);
    });

    [BrowserFact]
    public Task Bar_of_1985_is_reached_by_keys_and_its_source_opens() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears);
        await stock.Plot.PressAsync("Home");
        await Expect(stock.Read("name")).ToContainTextAsync("1985");
        await Expect(visit.Page.Locator(".price-chart .live")).ToContainTextAsync("1985");
        await stock.Plot.PressAsync("Enter");
        await Expect(stock.Provenance).ToContainTextAsync("SHA-256");
        await Expect(stock.Provenance).ToContainTextAsync("1985");
    });

    [BrowserFact]
    public Task Free_dates_show_a_daily_bar_of_1985() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears, "?from=1985-02-11&to=1985-03-08");
        Assert.Equal(("1985-02-11", "1985-03-08"), ((await stock.SeenAsync())[0], (await stock.SeenAsync())[1]));
        Assert.Equal(["custom", "1d"], (await stock.ViewAsync())[..2]);
    });

    [BrowserFact]
    public Task Each_type_and_scale_is_drawn() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears, "?range=all");
        foreach (var type in new[] { "hollow", "bars", "line", "area", "candles" })
        {
            await visit.Page.Locator("select[name=type]").SelectOptionAsync(type);
            await Expect(visit.Page).ToHaveURLAsync(new Regex(type == "candles" ? "range=all$" : $"type={type}$"));
            await visit.WaitUntilLoadedAsync();
            Assert.InRange(await stock.InkAsync(), 0.005, 1);
        }
        foreach (var scale in new[] { "log", "percent", "linear" })
        {
            await visit.Page.Locator("select[name=scale]").SelectOptionAsync(scale);
            await Expect(visit.Page).ToHaveURLAsync(new Regex(scale == "linear" ? "range=all$" : $"scale={scale}$"));
            await visit.WaitUntilLoadedAsync();
            Assert.InRange(await stock.InkAsync(), 0.005, 1);
        }
    });

    [BrowserFact]
    public Task Indicators_have_values_in_the_legend_and_can_be_removed() => VisitAsync(async visit =>
    {
        await StockPage.OpenAsync(visit, FortyYears, "?ind=sma(50),rsi(14)");
        var legends = visit.Page.Locator(".price-chart .legend");
        await Expect(legends).ToHaveCountAsync(2);
        await Expect(legends.First).ToContainTextAsync(new Regex("SMA\\(50\\)\\s*[0-9.]+"));
        await legends.Last.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(legends).ToHaveCountAsync(1);
        Assert.EndsWith("?ind=sma%2850%29", visit.Page.Url, StringComparison.Ordinal);
        await visit.Page.GetByText("Indicators (1)").ClickAsync();
        await visit.Page.Locator("[data-indicator=macd]").ClickAsync();
        await Expect(legends).ToHaveCountAsync(2);
        await visit.AssertAccessibleAsync();
    });

    [BrowserFact]
    public Task Compared_stocks_are_lines_on_the_dates_that_all_have() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears, "?range=1y&compare=LEMN");
        var legends = visit.Page.Locator(".price-chart .legend");
        await Expect(legends).ToContainTextAsync([new Regex("^PIE\\d"), new Regex("^LEMN\\d")]);
        // Both start at 100 where the view does, and the price is told beside it.
        await stock.Plot.PressAsync("Home");
        await Expect(legends).ToContainTextAsync([new Regex("^PIE100\\.00 \\(.*\\d\\)"), new Regex("^LEMN100\\.00 \\(.*\\d\\)")]);
        Assert.InRange(int.Parse((await stock.ViewAsync())[3], CultureInfo.InvariantCulture), 200, 10_531);
        await Expect(visit.Page.Locator(".meaning")).ToContainTextAsync("total return");
    });

    [BrowserFact]
    public Task Shift_drag_measures_and_opens_nothing() => VisitAsync(async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears);
        var box = (await stock.Plot.BoundingBoxAsync())!;
        var seen = await stock.SeenAsync();
        await visit.Page.Keyboard.DownAsync("Shift");
        await visit.Page.Mouse.MoveAsync(box.X + 200, box.Y + 100);
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(box.X + 500, box.Y + 180, new() { Steps = 5 });
        await visit.Page.Mouse.UpAsync();
        await visit.Page.Keyboard.UpAsync("Shift");
        await Expect(visit.Page.Locator(".measure")).ToContainTextAsync(
            new Regex("\\d+ bars, \\d+ days · .*% a year"));
        Assert.Equal(seen, await stock.SeenAsync());
        await Expect(stock.Provenance).ToBeHiddenAsync();
    });

    [BrowserFact]
    public Task Chart_is_saved_as_a_picture_and_described_in_a_sentence() => VisitAsync(async visit =>
    {
        await StockPage.OpenAsync(visit, FortyYears);
        var picture = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Button("Save as PNG").ClickAsync());
        Assert.EndsWith(".png", picture.SuggestedFilename, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(await picture.PathAsync()).Length, 5_000, 2_000_000);
        await visit.Button("Describe this chart").ClickAsync();
        await Expect(visit.Page.Locator(".price-chart .live")).ToContainTextAsync("highest");
        await visit.Button("Keys").ClickAsync();
        await Expect(visit.Page.GetByText("Logarithmic or linear")).ToBeVisibleAsync();
    });

    private Task VisitAsync(Func<BrowserSession, Task> act) => browser.App.VisitAsync(Visitor.Analyst, act);
}
