using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>The price chart under fingers and the wheel, on a page that scrolls.</summary>
[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class ChartTouchTests(BrowserFixture browser)
{
    private const string FortyYears = "PIE";

    [BrowserFact]
    public Task Pinch_zooms_the_chart_and_not_the_page() => VisitAsync(Screen.Phone, async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears, "?range=2y&interval=1d");
        var before = await stock.SeenCountAsync();
        await stock.MoveAsync(() => PinchAsync(visit, stock, spread: true));
        Assert.InRange(await stock.SeenCountAsync(), 5, before * 2 / 3);
        await stock.MoveAsync(() => PinchAsync(visit, stock, spread: false));
        Assert.Equal(1, await visit.Page.EvaluateAsync<double>("() => visualViewport.scale"));
        await Expect(stock.Provenance).ToBeHiddenAsync();
    });

    [BrowserFact]
    public Task Finger_drags_the_chart_sideways() => VisitAsync(Screen.Phone, async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears, "?range=3m&interval=1d");
        var first = (await stock.SeenAsync())[0];
        var box = (await stock.Plot.BoundingBoxAsync())!;
        await stock.MoveAsync(() => TouchAsync(
            visit, Enumerable.Range(0, 12).Select(i => new[] { (box.X + 60 + 15 * i, box.Y + 120) })));
        Assert.True(string.CompareOrdinal((await stock.SeenAsync())[0], first) < 0);
        await Expect(stock.Provenance).ToBeHiddenAsync();
    });

    [BrowserFact]
    public Task Finger_scrolls_the_page_over_the_chart() => VisitAsync(Screen.Phone, async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears, "?range=3m&interval=1d");
        var seen = await stock.SeenAsync();
        var box = (await stock.Plot.BoundingBoxAsync())!;
        await TouchAsync(visit, Enumerable.Range(0, 12).Select(i => new[] { (box.X + 150, box.Y + 220 - 15 * i) }));
        await visit.Page.WaitForFunctionAsync("() => scrollY > 50");
        Assert.Equal(seen, await stock.SeenAsync());
    });

    [BrowserFact]
    public Task Wheel_that_scrolls_the_page_does_not_zoom_the_chart() => VisitAsync(Screen.Wide, async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears);
        var seen = await stock.SeenAsync();
        // In one task, because the pause that ends a scroll is short.
        await visit.Page.EvaluateAsync("""
            () => {
              const turn = element => element.dispatchEvent(new WheelEvent('wheel', { deltaY: -300, bubbles: true, cancelable: true }));
              turn(document.querySelector('h1'));
              turn(document.querySelector('.price-chart canvas'));
              return new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)));
            }
            """);
        Assert.Equal(seen, await stock.SeenAsync());
    });

    [BrowserFact]
    public Task Turned_phone_shows_the_whole_chart_at_once() => VisitAsync(Screen.Landscape, async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, FortyYears);
        await stock.Plot.ScrollIntoViewIfNeededAsync();
        var plot = (await stock.Plot.BoundingBoxAsync())!;
        Assert.InRange(plot.Height, 240, 390);
        Assert.InRange(plot.Width, 760, 844);
        Assert.InRange(await stock.InkAsync(), 0.005, 1);
        Assert.Equal(0, await visit.OverflowAsync());
        await visit.AssertAccessibleAsync();
    });

    /// <summary>Two fingers that part or meet.</summary>
    private static async Task PinchAsync(BrowserSession visit, StockPage stock, bool spread)
    {
        var box = (await stock.Plot.BoundingBoxAsync())!;
        var (x, y) = (box.X + box.Width / 2, box.Y + 120);
        var gaps = Enumerable.Range(2, 12).Select(i => 5f * i);
        await TouchAsync(visit, (spread ? gaps : gaps.Reverse()).Select(gap => new[] { (x - gap, y), (x + gap, y) }));
    }

    /// <param name="path">Where the fingers are, moment by moment.</param>
    private static async Task TouchAsync(BrowserSession visit, IEnumerable<(float X, float Y)[]> path)
    {
        var protocol = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        var type = "touchStart";
        foreach (var fingers in path)
        {
            await SendAsync(type, fingers);
            type = "touchMove";
        }
        await SendAsync("touchEnd", []);
        await protocol.DetachAsync();

        Task SendAsync(string kind, (float X, float Y)[] fingers) => protocol.SendAsync("Input.dispatchTouchEvent", new()
        {
            ["type"] = kind,
            ["touchPoints"] = fingers.Select((finger, id) => new { x = finger.X, y = finger.Y, id }).ToArray(),
        });
    }

    private Task VisitAsync(Screen screen, Func<BrowserSession, Task> act) => browser.App.VisitAsync(Visitor.Analyst, screen, act);
}
