using System.Diagnostics;
using CreamPie.Core.Accounts;
using CreamPie.Core.Storage;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Reliability.Crashes;

/// <summary>
/// Default leases, sweeps and time-outs: the real time from the death of a worker in the middle of a request
/// until another process leases its document and requests the page again.
/// </summary>
[Trait("Lane", "Reliability")]
public class LeaseTakeoverTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const string Symbol = "PULL";
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    [PostgresFact]
    public async Task Killed_or_frozen_worker_is_taken_over_within_a_minute()
    {
        var waits = await Task.WhenAll(
            InterruptAsync(DatabaseProvider.Postgres, isFrozen: false, hangfire: true),
            InterruptAsync(DatabaseProvider.Postgres, isFrozen: false, hangfire: false),
            InterruptAsync(DatabaseProvider.Postgres, isFrozen: true, hangfire: false));
        Check(waits);
    }

    [Fact]
    public async Task Restarted_single_process_takes_over_its_own_lease()
    {
        var waits = await Task.WhenAll(
            InterruptAsync(DatabaseProvider.Sqlite, isFrozen: false, hangfire: true),
            InterruptAsync(DatabaseProvider.Sqlite, isFrozen: false, hangfire: false));
        Check(waits);
    }

    private void Check((TimeSpan Taken, TimeSpan Asked)[] waits)
    {
        output.WriteLine(string.Join("; ", waits.Select(w => FormattableString.Invariant(
            $"taken after {w.Taken.TotalSeconds:0.0} s, asked again after {w.Asked.TotalSeconds:0.0} s"))));
        Assert.All(waits, wait => Assert.True(wait.Taken < Minute && wait.Asked < Minute, wait.ToString()));
    }

    private static async Task<(TimeSpan Taken, TimeSpan Asked)> InterruptAsync(DatabaseProvider provider, bool isFrozen, bool hangfire)
    {
        var market = new GeneratedMarket(300);
        using var source = new GeneratedSource(market, [Symbol]);
        source.Show(Symbol, 300);
        var requests = 0;
        var (first, second) = (NewSignal(), NewSignal());
        source.Sites[0].On($"/quote/{Symbol}/history/", async (stream, cancel) =>
        {
            var isFirst = Interlocked.Increment(ref requests) == 1;
            (isFirst ? first : second).TrySetResult();
            if (isFirst)
                await Task.Delay(Timeout.Infinite, cancel);
            await stream.WriteAsync(RawHttpServer.Answer(200, market.Page(Symbol, 300), "Content-Type: text/html; charset=utf-8"), cancel);
        });
        await using var database = await TestDatabase.CreateAsync(provider);
        var settings = CrashSettings.ByDefault(database, provider);
        settings["Sources__YahooPage__BaseUrl"] = source.Sites[0].Root.ToString();
        settings["Jobs__Hangfire"] = hangfire ? "true" : "false";
        var program = await ReadyProgram.FolderAsync();
        await using var one = AppProcess.Start(Named("one", settings), program);
        await using var two = provider == DatabaseProvider.Postgres ? AppProcess.Start(Named("two", settings), program) : null;
        Assert.NotNull(await one.Address.WaitAsync(Minute));
        if (two is not null)
            Assert.NotNull(await two.Address.WaitAsync(Minute));
        await database.Get<Tracker>().TrackAsync(Caller.System, CreamPie.Core.Market.Symbol.Parse(Symbol), CancellationToken.None);
        await first.Task.WaitAsync(Minute);
        var dying = two is not null && source.Sites[0].Requests[^1].Contains("CreamPie/1.0 two", StringComparison.Ordinal) ? two : one;

        var token = await TokenAsync(database);
        var clock = Stopwatch.StartNew();
        if (isFrozen)
            dying.Freeze();
        else
            dying.Kill();
        if (two is null)
            await dying.ExitCodeAsync();
        await using var successor = two is null ? AppProcess.Start(settings, program) : null;
        await Eventually.SeeAsync(async () => await TokenAsync(database) > token ? "taken" : null);
        var taken = clock.Elapsed;
        await second.Task.WaitAsync(Minute);
        var asked = clock.Elapsed;

        await Eventually.SeeAsync(async () => (await EndState.UnfinishedAsync(database)).Count == 0 ? "loaded" : null);
        if (isFrozen)
        {
            // After it wakes, its writes are refused: its lease was taken over.
            dying.Thaw();
            dying.Terminate();
            await dying.ExitCodeAsync().WaitAsync(Minute);
        }
        Assert.Empty(await EndState.UnfinishedAsync(database));
        Assert.Empty(await EndState.FaultsAsync(database, Symbol, market.Bars(Symbol, 300), market.Actions(Symbol, 300)));
        return (taken, asked);
    }

    private static Dictionary<string, string> Named(string name, Dictionary<string, string> settings) =>
        new(settings) { ["Retrieval__UserAgent"] = "CreamPie/1.0 " + name };

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task<long> TokenAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await db.Documents.Select(d => d.Token).SingleAsync();
    }
}
