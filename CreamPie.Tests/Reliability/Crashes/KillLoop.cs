using System.Diagnostics;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Reliability.Crashes;

/// <summary>
/// The real program, killed at random moments, again and again, while there is always work (<see cref="KillFeed"/>). In the
/// end every piece of it is one loaded document, and everything is the truth, once. What is drawn comes from the seed; when
/// it comes is the machine's affair.
/// </summary>
internal sealed class KillLoop(DatabaseProvider provider, KillPlan plan, Action<string>? say = null)
{
    private int _kills, _working, _frozen, _up;

    public async Task<KillReport> RunAsync()
    {
        var program = await ReadyProgram.FolderAsync();
        var started = Stopwatch.StartNew();
        await using var database = await TestDatabase.CreateAsync(provider);
        using var source = new GeneratedSource(KillFeed.NewMarket(), [], addresses: plan.Nodes * 8);
        using var feed = new KillFeed(database, source, plan);

        using var killed = new CancellationTokenSource();
        var standing = new HungProcess(database, CrashSettings.Lease, () => Volatile.Read(ref _up) > 0);
        var watch = standing.WatchAsync(killed.Token);
        var fed = feed.FeedAsync();
        await Task.WhenAll(Enumerable.Range(0, plan.Nodes).Select(node => KillAsync(new Random(plan.Seed + node), database, source, standing, program)));
        await feed.StopAsync();
        await fed;

        var faults = new List<string>();
        await using (var last = AppProcess.Start(Settings(database, source, new Random(plan.Seed)), program))
        {
            await last.Address;
            Interlocked.Increment(ref _up);
            if (!await feed.CalmAsync())
                faults.Add("the work does not come to an end: " + string.Join("; ", (await EndState.UnfinishedAsync(database)).Take(5)));
        }
        await killed.CancelAsync();
        await watch;
        faults.AddRange(await feed.FaultsAsync());
        faults.AddRange(await database.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
        await using var db = database.Open();
        if (db.Database.IsSqlite() && await db.Database.SqlQuery<string>($"PRAGMA integrity_check").ToListAsync() is not ["ok"] and var damage)
            faults.Add("SQLite's file is damaged: " + string.Join(' ', damage));
        return new KillReport(
            provider.ToString(), plan, _kills, _working, _frozen, feed.Pulls, feed.Files, await db.Documents.CountAsync(), feed.Restatements(),
            await db.DailyBars.CountAsync(), standing.Interrupted, standing.Longest, standing.LongestAmongLiving, standing.Which, standing.Middle, started.Elapsed, faults);
    }

    /// <summary>One node: it starts, works for a moment, dies, and starts again. One in three dies while it starts.</summary>
    private async Task KillAsync(Random random, TestDatabase database, GeneratedSource source, HungProcess standing, string program)
    {
        while (Volatile.Read(ref _kills) is var killed && (killed < plan.Kills || (killed < 3 * plan.Kills && !plan.IsProof(standing.Interrupted, _working))))
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

    /// <summary>With several nodes the first, and one in six, is frozen for longer than its leases last, and writes when others have taken over.</summary>
    private async Task WorkAsync(Random random, AppProcess app)
    {
        var isFirst = Interlocked.Increment(ref _working) == 1;
        Interlocked.Increment(ref _up);
        // The first document shows that everything is compiled: from now on it works without a pause.
        await Task.WhenAny(app.SaysAsync("Document "), Task.Delay(TimeSpan.FromSeconds(10)));
        await Task.Delay(random.Next(700));
        if (plan.Nodes == 1 || (random.Next(6) > 0 && !isFirst))
            return;
        app.Freeze();
        await Task.Delay(CrashSettings.Lease + TimeSpan.FromMilliseconds(random.Next(500, 3_000)));
        app.Thaw();
        Interlocked.Increment(ref _frozen);
        await Task.Delay(random.Next(1_000));
    }

    /// <summary>Deaths are what happens here, so nothing is given up for them.</summary>
    private Dictionary<string, string> Settings(TestDatabase database, GeneratedSource source, Random random) => new(CrashSettings.For(database, provider))
    {
        ["Sources__YahooPage__BaseUrl"] = source.NextAddress(),
        ["Ingestion__MaxCrashes"] = "1000",
        ["Ingestion__MaxAttempts"] = "1000",
        // One half with Hangfire, one half with the channel.
        ["Jobs__Hangfire"] = random.Next(2) == 0 ? "true" : "false",
        ["Node__Role"] = plan.Nodes == 1 ? "All" : "Worker",
        ["Logging__LogLevel__Default"] = "Warning",
        ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
        ["Logging__LogLevel__CreamPie.Core.Ingestion.Pipeline"] = "Information",
    };
}
