using System.Text.Json;

namespace CreamPie.Tests.Browser;

/// <summary>
/// <c>dotnet run -c Release --project CreamPie.Tests -- charts</c> measures in the browser, from the click on a range to
/// the painted chart, for a stock of one year and one of forty.
/// </summary>
internal static class ChartTimings
{
    private const int Rounds = 10;

    private static readonly string[] Ranges = ["1m", "3m", "6m", "ytd", "2y", "5y", "10y", "all", "1y"];

    /// <summary>Timed by the page's own clock, which excludes the remote control's overhead.</summary>
    private const string Switch = """
        range => new Promise(done => {
          let longest = 0;
          const tasks = new PerformanceObserver(list => list.getEntries().forEach(task => { longest = Math.max(longest, task.duration); }));
          tasks.observe({ entryTypes: ['longtask'] });
          const start = performance.now();
          addEventListener('chart-drawn', function drawn(event) {
            if (event.detail.range !== range)
              return;
            removeEventListener('chart-drawn', drawn);
            const took = performance.now() - start;
            // A long task is reported after it has ended.
            setTimeout(() => { tasks.disconnect(); done({ took, longest, bars: event.detail.bars }); }, 60);
          });
          document.querySelector(`a[data-range="${range}"]`).click();
        })
        """;

    public static async Task MeasureAsync()
    {
        await using var app = await SimulatedApp.StartAsync();
        await app.ImportLastYearAsync("PIE", "YEAR");
        Console.WriteLine("| stock | bars | switches | median | p95 | longest task | most bars drawn |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        var small = await MeasureAsync(app, "YEAR");
        var large = await MeasureAsync(app, "PIE");
        Console.WriteLine($"Median of the large one to the small one: {large / small:0.00}");
    }

    private static async Task<double> MeasureAsync(SimulatedApp app, string symbol)
    {
        List<Switched> all = [];
        long bars = 0;
        await app.VisitAsync(Visitor.Analyst, async visit =>
        {
            await visit.OpenAsync("/stocks/" + symbol);
            bars = await app.BarsAsync(symbol);
            for (var round = 0; round < Rounds; round++)
                foreach (var range in Ranges)
                    all.Add((await visit.Page.EvaluateAsync<JsonElement>(Switch, range)).Deserialize<Switched>(JsonSerializerOptions.Web)!);
        });
        var times = all.Select(s => s.Took).Order().ToList();
        var median = times[times.Count / 2];
        Console.WriteLine(
            $"| {symbol} | {bars:N0} | {all.Count} | {median:0} ms | {times[(int)(times.Count * 0.95)]:0} ms "
            + $"| {all.Max(s => s.Longest):0} ms | {all.Max(s => s.Bars)} |");
        return median;
    }

    private sealed record Switched(double Took, double Longest, int Bars);
}
