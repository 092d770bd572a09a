using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>A stock's page, driven as a user does.</summary>
internal sealed class StockPage(BrowserSession visit)
{
    /// <summary>One path per candle.</summary>
    private const string Candles = ".price-chart .candles path.apexcharts-candlestick-area";

    private IPage Page => visit.Page;

    public ILocator Plot => Page.GetByRole(AriaRole.Application);

    public ILocator Provenance => Page.GetByRole(AriaRole.Dialog);

    public static async Task<StockPage> OpenAsync(BrowserSession visit, string symbol, string query = "")
    {
        await visit.OpenAsync($"/stocks/{Uri.EscapeDataString(symbol)}{query}");
        return new StockPage(visit);
    }

    /// <summary>Chooses a range or a kind of prices and waits until it is drawn.</summary>
    /// <param name="drawn">A part of <c>data-drawn</c>: "5y/", "/all/".</param>
    public async Task ChooseAsync(string link, string drawn)
    {
        await visit.Link(link).ClickAsync();
        await DrawnAsync(drawn);
    }

    public Task DrawnAsync(string drawn) => Expect(Page.Locator($".price-chart[data-drawn*='{drawn}']")).ToBeVisibleAsync();

    /// <summary>"range/interval/adjust/bars".</summary>
    public async Task<string[]> ViewAsync() => (await Page.Locator(".price-chart").GetAttributeAsync("data-drawn"))!.Split('/');

    public Task<int> CandlesAsync() => Page.Locator(Candles).CountAsync();

    /// <summary>The centre of each candle, in pixels.</summary>
    public Task<double[]> PlacesAsync() => Page.EvaluateAsync<double[]>(
        $"() => [...document.querySelectorAll('{Candles}')].map(c => c.getBoundingClientRect())"
        + ".map(b => b.x + b.width / 2).sort((a, b) => a - b)");

    /// <summary>A field of the read-out: name, open, high, low, close, change, volume, events.</summary>
    public ILocator Read(string field) => Page.Locator($".read-out [data-field={field}]");

    public Task<string> ReadAsync(string field) => Read(field).InnerTextAsync();

    /// <summary>The close of the first bar on the chart.</summary>
    public async Task<double> FirstCloseAsync()
    {
        await Plot.PressAsync("Home");
        return double.Parse(await ReadAsync("close"), CultureInfo.InvariantCulture);
    }
}
