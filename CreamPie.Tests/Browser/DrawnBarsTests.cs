namespace CreamPie.Tests.Browser;

/// <summary>What the canvas shows is what the page says it shows.</summary>
[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class DrawnBarsTests(BrowserFixture browser)
{
    /// <summary>Columns of the volume in the lowest row of the prices' pane: one for each bar that is drawn.</summary>
    private const string Columns = """
        () => {
          const canvas = document.querySelector('.price-chart canvas');
          const { data } = canvas.getContext('2d').getImageData(0, canvas.height - 2, canvas.width, 1);
          const isInk = i => Math.abs(data[4 * i] - data[4 * i + 1]) + Math.abs(data[4 * i + 1] - data[4 * i + 2]) > 40;
          let runs = 0;
          for (let i = 0; i < canvas.width; i++)
            runs += isInk(i) && (i === 0 || !isInk(i - 1)) ? 1 : 0;
          return runs;
        }
        """;

    [BrowserFact]
    public Task Every_bar_that_is_seen_is_drawn_after_resize_and_wheel() => browser.App.VisitAsync(Visitor.Analyst, async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, "PIE", "?range=5y");
        // Made anew while several share a pixel, as the theme's colours want it.
        await ResizeAsync(visit, 420);
        await visit.GoDarkAsync();
        await ResizeAsync(visit, 1_360);
        await stock.Plot.HoverAsync(new() { Position = new() { X = 500, Y = 150 } });
        while (await stock.SeenCountAsync() > 360)
            await stock.MoveAsync(() => visit.Page.Mouse.WheelAsync(0, -300));

        var seen = await stock.SeenCountAsync();
        Assert.InRange(await visit.Page.EvaluateAsync<int>(Columns), seen - 2, seen + 2);
    });

    private static async Task ResizeAsync(BrowserSession visit, int width)
    {
        await visit.Page.SetViewportSizeAsync(width, 850);
        await visit.Page.WaitForFunctionAsync(
            "width => { const c = document.querySelector('.price-chart canvas'); return c.width <= width && c.width > width / 2; }", width);
    }
}
