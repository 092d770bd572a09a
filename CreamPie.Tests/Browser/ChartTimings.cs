using System.Globalization;
using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>
/// <c>dotnet run -c Release --project CreamPie.Tests -- charts</c> measures the price chart in headless Chromium, by the page's own clock,
/// which excludes the remote control's overhead. Medians; of frames the 95th percentile.
/// </summary>
internal static class ChartTimings
{
    private const int Rounds = 30;

    private const string ToPie = "main th a[href='stocks/PIE']";

    private static readonly string[] Ranges = ["1m", "3m", "6m", "ytd", "2y", "5y", "10y", "all", "1y"];

    /// <summary>From an act until a chart is painted; the longest task meanwhile. Fails, naming the act, if no chart is painted.</summary>
    private const string UntilDrawn = """
        ([act, argument]) => new Promise((done, fail) => {
          let longest = 0;
          const tasks = new PerformanceObserver(list => list.getEntries().forEach(task => { longest = Math.max(longest, task.duration); }));
          tasks.observe({ entryTypes: ['longtask'] });
          const chart = () => document.querySelector('.price-chart')?.dataset.drawn;
          const late = setTimeout(
            () => fail(new Error(`${act} ${argument}: nothing drawn in 20 s. At ${location.href} the chart says ${chart()}.`)), 20_000);
          const start = performance.now();
          addEventListener('chart-drawn', event => {
            const took = performance.now() - start;
            clearTimeout(late);
            // A long task is reported after it has ended.
            setTimeout(() => { tasks.disconnect(); done({ took, longest, bars: event.detail.bars }); }, 60);
          }, { once: true });
          if (act === 'click')
            document.querySelector(argument).click();
          else
            Blazor.navigateTo(argument);
        })
        """;

    /// <summary>Ninety frames, one turn of the wheel or one step of a drag each.</summary>
    private const string Frames = """
        what => new Promise((done, fail) => {
          const root = document.querySelector('.price-chart');
          const { x, y, width, height } = root.querySelector('.canvas').getBoundingClientRect();
          const [middle, line] = [x + width / 2, y + height / 4];
          const target = document.elementFromPoint(middle, line);
          const raise = (Kind, name, of) => target.dispatchEvent(
            new Kind(name, { clientX: middle, clientY: line, bubbles: true, cancelable: true, button: 0, ...of }));
          let seen = root.dataset.visible;
          const frames = [];
          let moved = 0;
          let longest = 0;
          const tasks = new PerformanceObserver(list => list.getEntries().forEach(task => { longest = Math.max(longest, task.duration); }));
          tasks.observe({ entryTypes: ['longtask'] });
          if (what === 'drag') {
            raise(PointerEvent, 'pointerdown', { buttons: 1 });
            raise(MouseEvent, 'mousedown', { buttons: 1 });
          }
          let last = performance.now();
          let n = 0;
          const step = now => {
            frames.push(now - last);
            last = now;
            moved += root.dataset.visible !== seen;
            seen = root.dataset.visible;
            if (n++ >= 90) {
              if (what === 'drag')
                raise(MouseEvent, 'mouseup', {});
              setTimeout(() => {
                tasks.disconnect();
                if (moved < 45)
                  fail(new Error(`${what}: the view moved in ${moved} of 90 frames only.`));
                else
                  done({ frames: frames.slice(1), longest });
              }, 60);
              return;
            }
            if (what === 'drag')
              raise(MouseEvent, 'mousemove', { buttons: 1, clientX: middle + (n % 60 < 30 ? n % 30 : 30 - n % 30) * 8 });
            else
              raise(WheelEvent, 'wheel', { deltaY: n % 30 < 15 ? -60 : 60 });
            requestAnimationFrame(step);
          };
          requestAnimationFrame(step);
        })
        """;

    public static async Task MeasureAsync()
    {
        await using var app = await SimulatedApp.StartAsync();
        await app.ImportAsync("CENTURIES", Centuries(50_000));
        Console.WriteLine("Load of the machine: " + Load());
        Console.WriteLine("| what | median | p95 | first | longest task |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        await app.VisitAsync(Visitor.Analyst, async visit =>
        {
            await visit.OpenAsync("/stocks");
            await SeriesAsync(visit, "stock page, from the click to all daily bars", async () =>
            {
                var switched = await SwitchAsync(visit, "click", ToPie);
                await visit.Page.EvaluateAsync("() => Blazor.navigateTo('/stocks')");
                // The stock's own page has a link to itself, which draws nothing.
                await Expect(visit.Page.Locator(".price-chart")).ToHaveCountAsync(0);
                await Expect(visit.Page.Locator(ToPie)).ToBeVisibleAsync();
                return switched;
            });
            await visit.OpenAsync("/stocks/PIE?interval=1d");
            var next = 0;
            await SeriesAsync(
                visit, "range switch at 10,531 daily bars", () => SwitchAsync(visit, "click", $"a[data-range='{Ranges[next++ % 9]}']"));
            await visit.OpenAsync("/stocks/PIE?interval=1d&range=all");
            await SeriesAsync(visit, "indicator on and off", () => SwitchAsync(
                visit, "go", next++ % 2 == 0 ? "/stocks/PIE?interval=1d&range=all&ind=rsi(14)" : "/stocks/PIE?interval=1d&range=all"));
            const string Lines = "sma(20),sma(50),ema(200),rsi(14),macd(12,26,9),stochastic(14,3,3)";
            await visit.OpenAsync("/stocks/PIE?interval=1d&range=all&ind=" + Lines);
            await FramesAsync(visit, "wheel", "frame of a wheel zoom, 3 overlays and 3 panes");
            await visit.OpenAsync("/stocks/PIE?interval=1d&from=2010-01-04&ind=" + Lines);
            await FramesAsync(visit, "drag", "frame of a drag, 3 overlays and 3 panes");
            var others = await app.LongestAsync(10, fewest: 2_520);
            await visit.OpenAsync("/stocks/PIE?range=10y&interval=1d");
            await SeriesAsync(visit, $"comparison of {others.Count} stocks, 10 years of days", () => SwitchAsync(
                visit, "go",
                next++ % 2 == 0 ? $"/stocks/PIE?range=10y&interval=1d&compare={string.Join(',', others.Where(s => s != "PIE").Take(9))}"
                    : "/stocks/PIE?range=10y&interval=1d"), skipsOdd: true);
            await visit.OpenAsync("/stocks/PIE?range=all&interval=1d");
            await SeriesAsync(visit, "50,000 daily bars, read and drawn", () => SwitchAsync(
                visit, "go", next++ % 2 == 0 ? "/stocks/CENTURIES?range=all&interval=1d" : "/stocks/PIE?range=all&interval=1d"),
                skipsOdd: true);
        });
        Console.WriteLine("Load of the machine: " + Load());
    }

    private static async Task<Switched> SwitchAsync(BrowserSession visit, string act, string argument) =>
        (await visit.Page.EvaluateAsync<JsonElement>(UntilDrawn, new[] { act, argument }))
            .Deserialize<Switched>(JsonSerializerOptions.Web)!;

    /// <param name="skipsOdd">True if every second act only goes back.</param>
    private static async Task SeriesAsync(BrowserSession visit, string what, Func<Task<Switched>> act, bool skipsOdd = false)
    {
        var all = new List<Switched>();
        for (var i = 0; i < (skipsOdd ? 2 * Rounds : Rounds); i++)
        {
            var switched = await act();
            if (!skipsOdd || switched.Bars != 10_531)
                all.Add(switched);
        }
        await visit.WaitUntilLoadedAsync();
        Write(what, [.. all.Select(s => s.Took)], all.Max(s => s.Longest));
    }

    private static async Task FramesAsync(BrowserSession visit, string how, string what)
    {
        var frames = new List<double>();
        var longest = 0.0;
        for (var i = 0; i < 3; i++)
        {
            var answer = await visit.Page.EvaluateAsync<JsonElement>(Frames, how);
            frames.AddRange(answer.GetProperty("frames").EnumerateArray().Select(f => f.GetDouble()));
            longest = Math.Max(longest, answer.GetProperty("longest").GetDouble());
            await visit.WaitUntilLoadedAsync();
        }
        Write(what, frames, longest);
    }

    private static void Write(string what, List<double> times, double longest)
    {
        var first = times[0];
        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {times[times.Count / 2]:0} ms | {times[(int)(times.Count * 0.95)]:0} ms | {first:0} ms | {longest:0} ms |"));
    }

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Trim() : "unknown";

    private static string Centuries(int days)
    {
        var lines = new List<string> { "Date,Open,High,Low,Close,Adj Close,Volume" };
        var day = new DateOnly(2026, 11, 20);
        for (var n = 0; n < days; day = day.AddDays(-1))
        {
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                continue;
            var close = 100 + 50 * Math.Sin(n / 900.0) + n % 7;
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{day:yyyy-MM-dd},{close:0.00},{close + 1:0.00},{close - 1:0.00},{close:0.00},{close:0.00},1000"));
            n++;
        }
        return string.Join('\n', lines);
    }

    private sealed record Switched(double Took, double Longest, int Bars);
}
