using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>Everything that the chart does, without a mouse.</summary>
[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class ChartKeysTests(BrowserFixture browser)
{
    [BrowserFact]
    public Task Keys_choose_range_type_scale_zoom_and_bar() => browser.App.VisitAsync(Visitor.Analyst, async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, "PIE", "?interval=1d");
        await stock.Plot.FocusAsync();
        var keys = new Keyboard(visit);
        await keys.PressAsync("9");
        await stock.DrawnAsync("all/1d/");
        await keys.PressAsync("2");
        await stock.DrawnAsync("3m/1d/");
        await keys.PressAsync("l");
        await Expect(visit.Page).ToHaveURLAsync(new Regex("scale=log"));
        await keys.PressAsync("t");
        await Expect(visit.Page).ToHaveURLAsync(new Regex("type=hollow"));
        // The chart of the new type may still come to rest, which the next move must not be taken for.
        await visit.WaitUntilLoadedAsync();

        var before = await stock.SeenCountAsync();
        await stock.MoveAsync(() => keys.PressAsync("+"));
        Assert.InRange(await stock.SeenCountAsync(), 2, before - 1);
        await stock.MoveAsync(() => keys.PressAsync("-"));
        await keys.PressAsync("End");
        var last = await stock.ReadAsync("name");
        await keys.PressAsync("ArrowLeft");
        Assert.NotEqual(last, await stock.ReadAsync("name"));
        await keys.PressAsync("ArrowRight");
        Assert.Equal(last, await stock.ReadAsync("name"));
        await keys.PressAsync("d");
        await Expect(visit.Page.Locator(".price-chart .live")).ToContainTextAsync("highest");
        await keys.PressAsync("?");
        await Expect(visit.Page.GetByText("Bar before, bar after")).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Expect(visit.Page.GetByText("Bar before, bar after")).ToBeHiddenAsync();
        await Expect(stock.Plot).ToBeFocusedAsync();
        await keys.PressAsync("f");
        await Expect(visit.Page.Locator(":fullscreen")).ToHaveCountAsync(1);
        await keys.PressAsync("f");
        await Expect(visit.Page.Locator(":fullscreen")).ToHaveCountAsync(0);
        await keys.PressAsync("Enter");
        await Expect(stock.Provenance).ToContainTextAsync("SHA-256");
    });

    /// <summary>A PNG begins with its signature, then width and height.</summary>
    [BrowserFact]
    public Task Picture_is_a_PNG_of_the_chart_and_its_legend() => browser.App.VisitAsync(Visitor.Analyst, async visit =>
    {
        var stock = await StockPage.OpenAsync(visit, "PIE", "?ind=sma(50),rsi(14)");
        var plot = (await stock.Plot.BoundingBoxAsync())!;
        var file = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Button("Save as PNG").ClickAsync());
        var bytes = await File.ReadAllBytesAsync(await file.PathAsync());
        Assert.Equal("PNG"u8, bytes.AsSpan(1, 3));
        Assert.InRange(Size(16), plot.Width - 2, 4 * plot.Width);
        Assert.InRange(Size(20), plot.Height + 30, 4 * plot.Height);

        double Size(int at) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at, 4));
    });
}
