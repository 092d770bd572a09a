using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Retrieval.Politeness;

/// <summary>Two real processes on one database look to a host like one polite client.</summary>
public sealed class PolitenessTests
{
    private const double Delay = 0.25, Service = 0.1, RetryAfter = 2;

    private static readonly string[] Symbols = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF"];

    [PostgresFact]
    public async Task Two_processes_together_respect_delay_Retry_After_and_robots()
    {
        await using var database = await TestDatabase.PostgresAsync();
        using var host = new RawHttpServer();
        var answered = new ConcurrentQueue<long>();
        Script(host, answered);

        await using var one = AppProcess.Start(Settings(database, host, "one"), await ReadyProgram.FolderAsync());
        Assert.NotNull(await one.Address);
        await using var two = AppProcess.Start(Settings(database, host, "two"), await ReadyProgram.FolderAsync());
        Assert.NotNull(await two.Address);
        foreach (var symbol in Symbols.Append("SHUT"))
            await database.Get<Tracker>().TrackAsync(Caller.System, Symbol.Parse(symbol), CancellationToken.None);
        await EndedAsync(database);
        await BothHadTurnsAsync(database, host);

        var exchanges = host.Exchanges;
        Assert.Equal(RawHttpServer.RobotsPath, exchanges[0].Path);
        Assert.Equal(1, exchanges.Count(e => e.Path == RawHttpServer.RobotsPath));
        Assert.InRange(exchanges.Count, 1 + Symbols.Length + 1, 100);
        Assert.DoesNotContain(exchanges, e => e.Path.Contains("SHUT", StringComparison.Ordinal));
        Assert.Equal(exchanges.Count, answered.Count);
        foreach (var ((earlier, sent), later) in exchanges.Zip(answered).Zip(exchanges.Skip(1)))
        {
            var pause = Stopwatch.GetElapsedTime(sent, later.Arrived).TotalSeconds;
            Assert.True(
                pause >= (IsLimited(earlier, exchanges) ? RetryAfter : Delay) - 0.005,
                $"{later.Path} came {pause} s after {earlier.Path}.");
        }
    }

    /// <summary>Answers the third history request with 429, disallows SHUT, and serves the rest with a delay.</summary>
    /// <param name="answered">The time before each answer was sent, a lower bound of its arrival.</param>
    private static void Script(RawHttpServer host, ConcurrentQueue<long> answered)
    {
        var served = 0;
        var robots = RawHttpServer.Answer(200, "User-agent: *\nDisallow: /quote/SHUT/\nCrawl-delay: 0.1"u8.ToArray());
        host.On(RawHttpServer.RobotsPath, async (stream, cancellationToken) =>
        {
            answered.Enqueue(Stopwatch.GetTimestamp());
            await stream.WriteAsync(robots, cancellationToken);
        });
        foreach (var symbol in Symbols.Append("SHUT"))
        {
            var page = RawHttpServer.Answer(
                200, Encoding.UTF8.GetBytes(HandWrittenPages.Page(HandWrittenPages.Table(), symbol)), "Content-Type: text/html");
            host.On($"/quote/{symbol}/history/", async (stream, cancellationToken) =>
            {
                var isLimited = Interlocked.Increment(ref served) == 3;
                await Task.Delay(TimeSpan.FromSeconds(Service), cancellationToken);
                answered.Enqueue(Stopwatch.GetTimestamp());
                await stream.WriteAsync(isLimited ? RawHttpServer.Answer(429, [], $"Retry-After: {RetryAfter}") : page, cancellationToken);
            });
        }
    }

    private static bool IsLimited(RawHttpServer.Exchange exchange, IReadOnlyList<RawHttpServer.Exchange> all) =>
        exchange == all.Where(e => e.Path != RawHttpServer.RobotsPath).ElementAt(2);

    private static string AgentOf(RawHttpServer.Exchange exchange) =>
        exchange.Head.Split("\r\n").Single(l => l.StartsWith("User-Agent: CreamPie/1.0 ", StringComparison.Ordinal))[^3..];

    private static Dictionary<string, string> Settings(TestDatabase database, RawHttpServer host, string name) => new()
    {
        ["Storage__Path"] = database.Folder,
        ["Database__Provider"] = nameof(DatabaseProvider.Postgres),
        ["ConnectionStrings__CreamPie"] = database.ConnectionString!,
        ["Sources__YahooPage__BaseUrl"] = host.Root.ToString(),
        ["Retrieval__AllowPrivateNetworks"] = "true",
        ["Retrieval__MinDelaySeconds"] = FormattableString.Invariant($"{Delay}"),
        ["Retrieval__MinRetryAfterSeconds"] = "0",
        ["Retrieval__UserAgent"] = "CreamPie/1.0 " + name,
        ["Ingestion__Sweep"] = "00:00:00.2",
    };

    /// <summary>Without requests from both processes the test proves nothing.</summary>
    private static Task BothHadTurnsAsync(TestDatabase database, RawHttpServer host) => Eventually.SeeAsync(async () =>
    {
        if (host.Exchanges.Select(AgentOf).Distinct().Count() == 2)
            return "both";
        foreach (var symbol in Symbols)
            await database.Get<ManualPulls>().RefreshAsync(Caller.System, Symbol.Parse(symbol), CancellationToken.None);
        await EndedAsync(database);
        return null;
    });

    private static Task EndedAsync(TestDatabase database) => Eventually.SeeAsync(async () =>
    {
        await using var db = database.Open();
        return await db.Documents.CountAsync() > Symbols.Length
            && await db.Documents.AllAsync(d => d.State == DocumentState.Loaded || d.Reason == Reason.Robots) ? "ended" : null;
    });
}
