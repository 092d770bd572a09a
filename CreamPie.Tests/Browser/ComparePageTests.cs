using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>The page that compares stocks: moved, zoomed, saved, by mouse and by keys, on every screen.</summary>
[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class ComparePageTests(BrowserFixture browser)
{
    private const string Ten = "PIE,CRST,VNLA,CUST,PCAN,CACO,BERY,OVEN,MRNG,%5EBAKE";

    public static TheoryData<string> Screens() => new(Screen.All.Select(screen => screen.Name));

    [BrowserTheory, MemberData(nameof(Screens))]
    public Task Ten_symbols_are_accessible_and_fit_every_screen(string screen) => VisitAsync(Named(screen), async visit =>
    {
        await visit.OpenAsync($"/compare?symbols={Ten}&range=5y&scale=log");
        await DrawnAsync(visit, "10/");
        Assert.Equal(0, await visit.OverflowAsync());
        await Expect(visit.Page.Locator(".comparison-chart .legend li")).ToHaveCountAsync(10);
        var shades = await visit.Page.Locator(".legend strong").EvaluateAllAsync<string[]>("all => all.map(e => e.style.color)");
        Assert.Equal(10, shades.Distinct().Count());
        Assert.InRange(await InkAsync(visit), 0.005, 1);
        var inside = await visit.Page.Locator(".matrix td a").EvaluateAllAsync<bool>(
            "all => all.every(e => e.scrollWidth <= e.clientWidth)");
        Assert.True(inside, "A coefficient is wider than its cell.");
        await visit.Page.GetByText("View as table").ClickAsync();
        await Expect(visit.Page.GetByText("The newest 1,000 of 1,2")).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
    });

    [BrowserTheory, MemberData(nameof(Screens))]
    public Task Link_reproduces_the_view_after_reload_and_back(string screen) => VisitAsync(Named(screen), async visit =>
    {
        await visit.OpenAsync("/compare?symbols=PIE,LEMN&range=2y&adjust=splits&scale=percent");
        var before = await ReadAsync(visit);
        var plot = visit.Page.GetByRole(AriaRole.Application);
        await plot.PressAsync("+");
        await visit.Page.WaitForURLAsync(
            new Regex(@"from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d&symbols=PIE,LEMN&adjust=splits&scale=percent"));
        await DrawnAsync(visit, "2/");
        await Expect(visit.Page.Locator("select[name=scale]")).ToHaveValueAsync("Percent");
        var zoomed = await ReadAsync(visit);
        Assert.True(zoomed.Days < before.Days, $"{zoomed} after {before}");

        await visit.Page.ReloadAsync();
        await visit.WaitUntilLoadedAsync();
        Assert.Equal(zoomed, await ReadAsync(visit));
        await visit.Page.GoBackAsync();
        await Expect(visit.Page.Locator(".comparison-chart")).ToHaveAttributeAsync("data-visible", before.Visible);
        await visit.WaitUntilLoadedAsync();
        Assert.Equal(before, await ReadAsync(visit));
    });

    [BrowserFact]
    public Task Dragged_and_zoomed_out_view_reaches_days_before_those_loaded() => VisitAsync(Screen.Wide, async visit =>
    {
        await visit.OpenAsync("/compare?symbols=PIE,%5EBAKE&from=2015-01-02&to=2016-12-30");
        Assert.Equal("2015-01-02", (await ReadAsync(visit)).First);
        var box = (await visit.Page.GetByRole(AriaRole.Application).BoundingBoxAsync())!;
        await visit.Page.Mouse.MoveAsync(box.X + 300, box.Y + 150);
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(box.X + 700, box.Y + 150, new() { Steps = 8 });
        await visit.Page.Mouse.UpAsync();
        await Expect(visit.Page).ToHaveURLAsync(new Regex("from=2014-.*to=2016-0"));
        await Expect(visit.Page.Locator(".comparison-chart")).ToHaveAttributeAsync("data-visible", new Regex("^2014-.*/2016-0"));
        await Expect(visit.Page.Locator(".comparison-chart .basis").First).ToContainTextAsync(new Regex("^100 on \\d+ \\w+ 2014"));

        await visit.Page.GetByRole(AriaRole.Application).PressAsync("-");
        await Expect(visit.Page).ToHaveURLAsync(new Regex("from=201[34]-.*to=201[67]-"));
        await Expect(visit.Page.Locator(".comparison-chart")).ToHaveAttributeAsync("data-visible", new Regex("^201[34]-.*/2016-1"));
    });

    [BrowserFact]
    public Task Keys_choose_day_range_scale_and_say_the_values() => VisitAsync(Screen.Wide, async visit =>
    {
        await visit.OpenAsync("/compare?symbols=PIE,LEMN");
        var plot = visit.Page.GetByRole(AriaRole.Application);
        var live = visit.Page.Locator(".comparison-chart .live");
        await plot.PressAsync("6");
        await Expect(visit.Page).ToHaveURLAsync(new Regex("range=2y"));
        await Expect(visit.Page.Locator(".choices nav [aria-current]")).ToHaveTextAsync("2Y");
        await DrawnAsync(visit, "2/");
        await plot.PressAsync("Home");
        await Expect(live).ToHaveTextAsync(new Regex(@"^\d+ \w+ \d{4}, PIE 100\.00, LEMN 100\.00$"));
        await plot.PressAsync("ArrowRight");
        await Expect(live).Not.ToHaveTextAsync(new Regex("PIE 100.00, LEMN 100.00"));
        await plot.PressAsync("End");
        await Expect(visit.Page.Locator(".comparison-chart .read-out")).ToHaveTextAsync(Day((await ReadAsync(visit)).Last));
        await plot.PressAsync("l");
        await Expect(visit.Page).ToHaveURLAsync(new Regex("scale=log"));
        await DrawnAsync(visit, "2/");
        await plot.PressAsync("d");
        await Expect(live).ToHaveTextAsync(new Regex(@"common dates, total return, from 100: .*PIE [+−][0-9.]+%, between [0-9.]+ and"));
        await plot.PressAsync("?");
        await Expect(visit.Page.GetByText("Logarithmic or linear")).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
        await visit.Button("Close").ClickAsync();
        await plot.PressAsync("f");
        await visit.Page.WaitForFunctionAsync("() => document.fullscreenElement?.querySelector('.comparison-chart') !== null");
        await plot.PressAsync("f");
        await visit.Page.WaitForFunctionAsync("() => document.fullscreenElement === null");
    });

    [BrowserFact]
    public Task Picture_and_CSV_are_files_of_what_is_seen() => VisitAsync(Screen.Wide, async visit =>
    {
        await visit.OpenAsync("/compare?symbols=PIE,LEMN,%5EBAKE&from=2020-01-02&to=2021-12-31");
        var seen = await ReadAsync(visit);
        var picture = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Button("Save as PNG").ClickAsync());
        Assert.Equal($"PIE LEMN _BAKE {seen.First} {seen.Last}.png", picture.SuggestedFilename.Replace('^', '_'));
        var bytes = await File.ReadAllBytesAsync(await picture.PathAsync());
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], bytes[..4]);
        Assert.InRange(bytes.Length, 10_000, 2_000_000);
        // The legend has each symbol in the colour of its line.
        var colours = await visit.Page.EvaluateAsync<int>("""
            async bytes => {
              const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
              const draw = new OffscreenCanvas(picture.width, 100).getContext('2d');
              draw.drawImage(picture, 0, 0);
              const { data } = draw.getImageData(0, 0, picture.width, 100);
              const found = new Set();
              for (let i = 0; i < data.length; i += 4)
                found.add(`rgb(${data[i]}, ${data[i + 1]}, ${data[i + 2]})`);
              return [...document.querySelectorAll('.legend strong')].filter(e => found.has(getComputedStyle(e).color)).length;
            }
            """, bytes.Select(b => (int)b).ToArray());
        Assert.Equal(3, colours);

        var file = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Link("CSV of this view").ClickAsync());
        Assert.EndsWith(".csv", file.SuggestedFilename, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(await file.PathAsync());
        Assert.Equal(
            "Date,PIE total return rebased to 100,LEMN total return rebased to 100,^BAKE total return rebased to 100", lines[0]);
        Assert.Equal($"{seen.First},100,100,100", lines[1]);
        Assert.Equal(seen.Days, lines.Length - 1);
        Assert.StartsWith(seen.Last + ",", lines[^1], StringComparison.Ordinal);
        var legend = await visit.Page.Locator(".legend li span").First.InnerTextAsync();
        var last = double.Parse(lines[^1].Split(',')[1], CultureInfo.InvariantCulture);
        Assert.Equal(legend, last.ToString("N2", CultureInfo.InvariantCulture));
    });

    [BrowserFact]
    public Task Dates_left_out_and_symbols_left_out_are_said() => VisitAsync(Screen.Phone, async visit =>
    {
        await browser.App.ImportAsync("GAPS", Sessions(50));
        await visit.OpenAsync("/compare?symbols=PIE,GAPS,NOBODY,A!B&from=2020-01-01&to=2020-02-28");
        await Expect(visit.Page.Locator(".alert")).ToHaveTextAsync("NOBODY has no bars here and is left out. Track NOBODY");
        await Expect(visit.Page.Locator("#problem")).ToContainTextAsync("A!B: no ticker.");
        var leftOut = visit.Page.Locator(".left-out summary");
        await Expect(leftOut).ToHaveTextAsync("2 dates left out, which not all of them have");
        await leftOut.ClickAsync();
        await Expect(visit.Page.Locator(".left-out li")).ToHaveTextAsync(["22 Jan 2020: not GAPS", "15 Jan 2020: not GAPS"]);
        await visit.AssertAccessibleAsync();
    });

    [BrowserFact]
    public Task Load_of_a_compared_stock_appears_without_a_reload() => VisitAsync(Screen.Wide, async visit =>
    {
        await browser.App.ImportAsync("GROWS", Sessions(30));
        await visit.OpenAsync("/compare?symbols=PIE,GROWS&range=all");
        await Expect(visit.Page.Locator(".comparison-chart")).ToHaveAttributeAsync("data-visible", new Regex("/2020-01-31/"));
        var tab = await visit.AnotherTabAsync();
        await tab.OpenAsync("/stocks/PIE?range=all&interval=1d&compare=GROWS");
        await Expect(tab.Page.Locator(".price-chart")).ToHaveAttributeAsync("data-visible", new Regex("/2020-01-31/"));
        foreach (var page in new[] { visit.Page, tab.Page })
            await page.EvaluateAsync("() => { window.sameDocument = true }");

        await browser.App.ImportAsync("GROWS", Sessions(40));

        await Expect(visit.Page.Locator(".comparison-chart")).ToHaveAttributeAsync("data-visible", new Regex("/2020-02-10/"));
        await Expect(tab.Page.Locator(".price-chart")).ToHaveAttributeAsync("data-visible", new Regex("/2020-02-10/"));
        foreach (var page in new[] { visit.Page, tab.Page })
            Assert.True(await page.EvaluateAsync<bool>("() => window.sameDocument"));
    });

    [BrowserFact]
    public Task Correlation_leads_to_the_bars_of_both_by_click_and_by_key() => VisitAsync(Screen.Wide, async visit =>
    {
        const string Address = "/compare?symbols=PIE,LEMN,%5EBAKE&from=2020-01-02&to=2021-12-31";
        await visit.OpenAsync(Address);
        var cell = visit.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^PIE and \\^BAKE: ") });
        await cell.ClickAsync();
        await visit.Page.WaitForURLAsync(new Regex(@"/stocks/PIE\?from=2020-01-02&to=2021-12-31&compare=%5EBAKE"));
        await new StockPage(visit).DrawnAsync("custom/1d/");
        await Expect(visit.Page.Locator(".price-chart .legend").Last).ToContainTextAsync("^BAKE");
        await visit.OpenAsync(Address);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Bars of LEMN", Exact = true }).PressAsync("Enter");
        await visit.Page.WaitForURLAsync(new Regex(@"/stocks/LEMN\?from=2020-01-02&to=2021-12-31$"));
    });

    private static Screen Named(string name) => Screen.All.Single(screen => screen.Name == name);

    private static string Day(string iso) =>
        DateOnly.Parse(iso, CultureInfo.InvariantCulture).ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>The sessions of the simulated exchange from 2 Jan 2020 on, but for two.</summary>
    private static string Sessions(int count)
    {
        var days = Enumerable.Range(0, count).Select(d => new DateOnly(2020, 1, 2).AddDays(d))
            .Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            .Where(d => (d.Month, d.Day) is not ((1, 20) or (2, 17) or (1, 15) or (1, 22)));
        return "Date,Open,High,Low,Close,Adj Close,Volume\n"
            + string.Concat(days.Select((d, i) => string.Create(
                CultureInfo.InvariantCulture, $"{d:yyyy-MM-dd},{50 + i},{51 + i},{49 + i},{50 + i},{50 + i},1000\n")));
    }

    private static Task DrawnAsync(BrowserSession visit, string drawn) =>
        Expect(visit.Page.Locator($".comparison-chart[data-drawn^='{drawn}']")).ToBeVisibleAsync();

    private static async Task<Seen> ReadAsync(BrowserSession visit)
    {
        var visible = (await visit.Page.Locator(".comparison-chart").GetAttributeAsync("data-visible"))!;
        return new(visible, await visit.Page.Locator(".comparison-chart .legend").InnerTextAsync());
    }

    private static Task<double> InkAsync(BrowserSession visit) => visit.Page.EvaluateAsync<double>("""
        () => {
          const canvas = document.querySelector('.comparison-chart canvas');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let other = 0;
          for (let i = 4; i < data.length; i += 4)
            other += data[i] !== data[0] || data[i + 1] !== data[1] || data[i + 2] !== data[2] ? 1 : 0;
          return other / (data.length / 4);
        }
        """);

    private Task VisitAsync(Screen screen, Func<BrowserSession, Task> act) => browser.App.VisitAsync(Visitor.Analyst, screen, act);

    /// <summary>What the chart shows.</summary>
    /// <param name="Visible">"first date/last date/count".</param>
    /// <param name="Legend">Symbols with their values.</param>
    private sealed record Seen(string Visible, string Legend)
    {
        public string First => Visible.Split('/')[0];

        public string Last => Visible.Split('/')[1];

        public int Days => int.Parse(Visible.Split('/')[2], CultureInfo.InvariantCulture);
    }
}
