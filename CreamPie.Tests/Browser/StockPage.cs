using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>A stock's page, driven as a user does.</summary>
internal sealed class StockPage(BrowserSession visit)
{
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

    /// <summary>"first date/last date/count" of the bars that are seen.</summary>
    public async Task<string[]> SeenAsync() => (await Page.Locator(".price-chart").GetAttributeAsync("data-visible"))!.Split('/');

    public async Task<int> SeenCountAsync() => int.Parse((await SeenAsync())[2], CultureInfo.InvariantCulture);

    /// <summary>Does something to the chart and waits until another part of the history rests on the screen.</summary>
    public async Task MoveAsync(Func<Task> act)
    {
        var before = await Page.Locator(".price-chart").GetAttributeAsync("data-visible");
        var address = Page.Url;
        await act();
        await Expect(Page.Locator(".price-chart")).Not.ToHaveAttributeAsync("data-visible", before!);
        await Expect(Page).Not.ToHaveURLAsync(address);
        await visit.WaitUntilLoadedAsync();
    }

    /// <summary>Share of the canvas that is not the background: a chart that drew nothing has none.</summary>
    public Task<double> InkAsync() => Page.EvaluateAsync<double>("""
        () => {
          const canvas = document.querySelector('.price-chart canvas');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let other = 0;
          for (let i = 4; i < data.length; i += 4)
            other += data[i] !== data[0] || data[i + 1] !== data[1] || data[i + 2] !== data[2] ? 1 : 0;
          return other / (data.length / 4);
        }
        """);

    /// <summary>A field of the read-out: name, open, high, low, close, change, volume, events.</summary>
    public ILocator Read(string field) => Page.Locator($".read-out [data-field={field}]");

    public Task<string> ReadAsync(string field) => Read(field).InnerTextAsync();

    /// <summary>The close of the first bar of the history.</summary>
    public async Task<double> FirstCloseAsync()
    {
        await Plot.PressAsync("Home");
        return double.Parse(await ReadAsync("close"), CultureInfo.InvariantCulture);
    }
}
