using System.Diagnostics;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Reliability.Crashes;

/// <summary>
/// The real program, killed repeatedly at random moments while it has work (<see cref="KillFeed"/>). In the
/// end every piece of work is one loaded document with the true bars, once. The seed determines what is drawn, not the
/// timing.
/// </summary>
internal sealed class KillLoop(DatabaseProvider provider, KillPlan plan, Action<string>? say = null)
{
    private int _kills, _working, _frozen, _up;

    public async Task<KillReport> RunAsync()
    {
        var program = await ReadyProgram.FolderAsync();
        var started = Stopwatch.StartNew();
        await using var database = await TestDatabase.CreateAsync(provider);
        using var source = new GeneratedSource(KillFeed.NewMarket(), [], sites: plan.Nodes * 8);
        using var feed = new KillFeed(database, source, plan);

        using var killed = new CancellationTokenSource();
        var stalls = new StallWatch(database, CrashSettings.Lease, () => Volatile.Read(ref _up) > 0);
        var watch = stalls.WatchAsync(killed.Token);
        var fed = feed.FeedAsync();
        await Task.WhenAll(Enumerable.Range(0, plan.Nodes)
            .Select(node => KillAsync(new Random(plan.Seed + node), database, source, stalls, program)));
        await feed.StopAsync();
        await fed;

        var faults = new List<string>();
        await using (var last = AppProcess.Start(Settings(database, source, new Random(plan.Seed)), program))
        {
            await last.Address;
            Interlocked.Increment(ref _up);
            if (!await feed.DrainAsync())
                faults.Add("the work does not come to an end: " + string.Join("; ", (await EndState.UnfinishedAsync(database)).Take(5)));
        }
        await killed.CancelAsync();
        await watch;
        faults.AddRange(await feed.FaultsAsync());
        faults.AddRange(await database.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
        await using var db = database.Open();
        if (db.Database.IsSqlite()
            && await db.Database.SqlQuery<string>($"PRAGMA integrity_check").ToListAsync() is not ["ok"] and var damage)
            faults.Add("SQLite's file is damaged: " + string.Join(' ', damage));
        return new KillReport(
            provider.ToString(), plan, _kills, _working, _frozen, feed.Pulls, feed.Files, await db.Documents.CountAsync(),
            feed.Restatements(), await db.DailyBars.CountAsync(),
            stalls.Interrupted, stalls.LongestStall, stalls.LongestStallWhileUp, stalls.LongestDocument, stalls.MedianStall,
            started.Elapsed, faults);
    }

    /// <summary>One node: it repeatedly starts, works for a moment and dies. One start in three is killed while starting.</summary>
    private async Task KillAsync(Random random, TestDatabase database, GeneratedSource source, StallWatch stalls, string program)
    {
        while (Volatile.Read(ref _kills) is var killed
            && (killed < plan.Kills || (killed < 3 * plan.Kills && !plan.IsProof(stalls.Interrupted, _working))))
        {
            await using var app = AppProcess.Start(Settings(database, source, random), program);
            var diesStarting = random.Next(3) == 0;
            if (diesStarting)
                await Task.Delay(random.Next(1_200));
            else if (await app.Address.WaitAsync(TimeSpan.FromSeconds(90)) is null)
                throw new InvalidOperationException("It does not start any more:\n" + app.Output);
            else
                await WorkAsync(random, app);
            app.Kill();
            if (!diesStarting)
                Interlocked.Decrement(ref _up);
            var kills = Interlocked.Increment(ref _kills);
            await app.ExitCodeAsync();
            if (kills % 50 == 0)
                say?.Invoke($"{provider}: {kills} of {plan.Kills} kills");
        }
    }

    /// <summary>With several nodes, the first and one in six is frozen beyond its leases and writes after others have taken over.</summary>
    private async Task WorkAsync(Random random, AppProcess app)
    {
        var isFirst = Interlocked.Increment(ref _working) == 1;
        Interlocked.Increment(ref _up);
        // After the first document everything is compiled, so work is continuous.
        await Task.WhenAny(app.WaitForOutputAsync("Document "), Task.Delay(TimeSpan.FromSeconds(10)));
        await Task.Delay(random.Next(700));
        if (plan.Nodes == 1 || (random.Next(6) > 0 && !isFirst))
            return;
        app.Freeze();
        await Task.Delay(CrashSettings.Lease + TimeSpan.FromMilliseconds(random.Next(500, 3_000)));
        app.Thaw();
        Interlocked.Increment(ref _frozen);
        await Task.Delay(random.Next(1_000));
    }

    /// <summary>Limits so high that no document is given up for its deaths.</summary>
    private Dictionary<string, string> Settings(TestDatabase database, GeneratedSource source, Random random) =>
        new(CrashSettings.For(database, provider))
        {
            ["Sources__YahooPage__BaseUrl"] = source.NextSite(),
            ["Ingestion__MaxCrashes"] = "1000",
            ["Ingestion__MaxAttempts"] = "1000",
            // Half of the starts use Hangfire, half the channel.
            ["Jobs__Hangfire"] = random.Next(2) == 0 ? "true" : "false",
            ["Node__Role"] = plan.Nodes == 1 ? "All" : "Worker",
            ["Logging__LogLevel__Default"] = "Warning",
            ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
            ["Logging__LogLevel__CreamPie.Core.Ingestion.Pipeline"] = "Information",
        };
}
