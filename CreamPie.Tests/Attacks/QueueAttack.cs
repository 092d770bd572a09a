using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Attacks;

/// <summary>1,200 symbols of one person before a single one of another: when that one gets its first attempt.</summary>
internal static class QueueAttack
{
    private const int Tried = 1_200;

    public static async Task RunAsync(TextWriter report)
    {
        using var source = new RawHttpServer();
        foreach (var symbol in Symbols("G", Tried).Concat(Symbols("A", Tried)).Concat(Symbols("HONEST", 1)))
            source.On($"/quote/{symbol}/history/", Page(symbol));
        await using var program = await AttackedProgram.StartAsync(
            ("Sources__YahooPage__BaseUrl", source.Root.ToString()), ("Retrieval__AllowPrivateNetworks", "true"));
        using var greedy = await program.AnalystAsync("greedy");
        using var honest = await program.AnalystAsync("honest");

        await report.WriteLineAsync($"queue: of {Tried} symbols of an analyst {await TrackAsync(greedy, "G", Tried)} are tracked");
        var watch = Stopwatch.StartNew();
        // An admin has no limit, but takes turns like everybody.
        var tracked = await TrackAsync(program.Admin, "A", Tried);
        await report.WriteLineAsync($"queue: of {Tried} of an admin {tracked} are tracked, in {watch.Elapsed.TotalSeconds:0.0} s");
        var began = Stopwatch.GetTimestamp();
        await TrackAsync(honest, "HONEST", 1);
        var first = await Eventually.SeeAsync(() => Task.FromResult(
            source.Exchanges.FirstOrDefault(e => e.Path.Contains("HONEST0", StringComparison.Ordinal))));
        var waited = Stopwatch.GetElapsedTime(began, first.Arrived);
        var before = source.Exchanges.Where(e => e.Arrived > began && e.Arrived < first.Arrived).Select(e => e.Arrived).Order().ToList();
        var gaps = before.Prepend(began).Append(first.Arrived).ToList();
        await report.WriteLineAsync(
            $"queue: a single symbol behind them gets its first attempt after {waited.TotalSeconds:0.0} s, "
            + $"behind {before.Count} pulls of others; from one request to the next: "
            + string.Join(", ", gaps.Skip(1).Zip(gaps, (to, from) => $"{Stopwatch.GetElapsedTime(from, to).TotalSeconds:0.0} s")));
    }

    private static async Task<int> TrackAsync(HttpClient client, string prefix, int count)
    {
        var tracked = 0;
        await Parallel.ForEachAsync(Symbols(prefix, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (symbol, cancel) =>
        {
            using var answer = await client.PostAsJsonAsync("/api/stock-data/track", new { symbol }, cancel);
            if (answer.StatusCode == HttpStatusCode.OK)
                Interlocked.Increment(ref tracked);
        });
        return tracked;
    }

    private static IEnumerable<string> Symbols(string prefix, int count) => Enumerable.Range(0, count).Select(i => $"{prefix}{i}");

    private static byte[] Page(string symbol) => RawHttpServer.Answer(
        200, Encoding.UTF8.GetBytes(HandWrittenPages.Page(HandWrittenPages.Table(), symbol)), "Content-Type: text/html; charset=utf-8");
}
