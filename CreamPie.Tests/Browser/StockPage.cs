using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>The page of a stock as somebody uses it.</summary>
internal sealed class StockPage(BrowserSession visit)
{
    /// <summary>One path a candle.</summary>
    private const string Candles = ".price-chart .candles path.apexcharts-candlestick-area";

    private IPage Page => visit.Page;

    public ILocator Plot => Page.GetByRole(AriaRole.Application);

    public ILocator Provenance => Page.GetByRole(AriaRole.Dialog);

    public static async Task<StockPage> OpenAsync(BrowserSession visit, string symbol, string query = "")
    {
        await visit.OpenAsync($"/stocks/{Uri.EscapeDataString(symbol)}{query}");
        return new StockPage(visit);
    }

    /// <summary>A range or a kind of prices: waits until it is drawn.</summary>
    /// <param name="drawn">How <c>data-drawn</c> begins or what it holds: "5y/", "/all/".</param>
    public async Task ChooseAsync(string link, string drawn)
    {
        await visit.Link(link).ClickAsync();
        await DrawnAsync(drawn);
    }

    public Task DrawnAsync(string drawn) => Expect(Page.Locator($".price-chart[data-drawn*='{drawn}']")).ToBeVisibleAsync();

    /// <summary>range/interval/adjust/bars.</summary>
    public async Task<string[]> ViewAsync() => (await Page.Locator(".price-chart").GetAttributeAsync("data-drawn"))!.Split('/');

    public Task<int> CandlesAsync() => Page.Locator(Candles).CountAsync();

    /// <summary>The middle of each candle, in pixels.</summary>
    public Task<double[]> PlacesAsync() => Page.EvaluateAsync<double[]>(
        $"() => [...document.querySelectorAll('{Candles}')].map(c => c.getBoundingClientRect()).map(b => b.x + b.width / 2).sort((a, b) => a - b)");

    /// <summary>What the read-out says: name, open, high, low, close, change, volume, events.</summary>
    public ILocator Read(string field) => Page.Locator($".read-out [data-field={field}]");

    public Task<string> ReadAsync(string field) => Read(field).InnerTextAsync();

    /// <summary>The close of the first bar on the chart.</summary>
    public async Task<double> FirstCloseAsync()
    {
        await Plot.PressAsync("Home");
        return double.Parse(await ReadAsync("close"), CultureInfo.InvariantCulture);
    }
}
