using System.Diagnostics;
using CreamPie.Core.Database;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Market;
using CreamPie.Core.Tracking;
using CreamPie.Core.Users;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion.Crashes;

/// <summary>
/// The real program, killed at random moments, again and again, while there is always work: pulls of companies that get
/// one more session each time, and dropped files. In the end everything is the truth, once.
/// </summary>
internal sealed class KillLoop(DatabaseProvider provider, KillPlan plan, Action<string>? say = null)
{
    private const int FirstSessions = 800;
    private const int MostOpenPulls = 4;
    private const int MostFiles = 3;

    private static readonly string[] Pulled = [.. Enumerable.Range(0, 12).Select(i => $"P{i}")];
    private static readonly string[] Dropped = [.. Enumerable.Range(0, 5).Select(i => $"D{i}")];

    private readonly MadeMarket _market = new(FirstSessions + Math.Max(1_000, plan.Kills));
    private readonly Dictionary<string, int> _files = Dropped.ToDictionary(s => s, _ => FirstSessions);
    private int _kills, _working, _frozen;

    public async Task<KillReport> RunAsync()
    {
        var program = await ReadyProgram.FolderAsync();
        var started = Stopwatch.StartNew();
        await using var database = await TestDatabase.CreateAsync(provider);
        using var source = new MadeSource(_market, Pulled, addresses: plan.Nodes * 8);
        var folder = Directory.CreateDirectory(Path.Combine(database.Folder, "drop")).FullName;
        foreach (var symbol in Pulled)
        {
            source.Show(symbol, FirstSessions);
            await database.Get<Tracker>().TrackAsync(Caller.System, Symbol.Parse(symbol), CancellationToken.None);
        }

        using var killed = new CancellationTokenSource();
        var standing = new Standing(database);
        var watch = standing.WatchAsync(killed.Token);
        var feed = FeedAsync(database, source, folder, killed.Token);
        await Task.WhenAll(Enumerable.Range(0, plan.Nodes).Select(node => KillAsync(new Random(plan.Seed + node), database, source, program)));
        await killed.CancelAsync();
        await Task.WhenAll(watch, feed);

        var faults = new List<string>();
        using (var calm = new CancellationTokenSource())
        {
            var watchOn = standing.WatchAsync(calm.Token);
            await using var last = AppProcess.Start(Settings(database, source), program);
            if (!await CalmAsync(database, folder))
                faults.Add("the work does not come to an end: " + string.Join("; ", (await EndState.UnfinishedAsync(database)).Take(5)));
            await calm.CancelAsync();
            await watchOn;
        }
        faults.AddRange(await FaultsAsync(database, source));
        await using var db = database.Open();
        return new KillReport(
            provider.ToString(), plan, _kills, _working, _frozen, await db.Documents.CountAsync(), await db.DailyBars.CountAsync(),
            standing.Interrupted, standing.Longest, standing.Which, started.Elapsed, faults);
    }

    /// <summary>One node: it starts, works for a moment, dies, and starts again. One in three dies while it starts.</summary>
    private async Task KillAsync(Random random, TestDatabase database, MadeSource source, string program)
    {
        while (Volatile.Read(ref _kills) < plan.Kills)
        {
            await using var app = AppProcess.Start(Settings(database, source), program);
            if (random.Next(3) == 0)
                await Task.Delay(random.Next(1_200));
            else if (await app.Address.WaitAsync(TimeSpan.FromSeconds(90)) is null)
                throw new InvalidOperationException("It does not start any more:\n" + app.Output);
            else
                await WorkAsync(random, app);
            app.Kill();
            var kills = Interlocked.Increment(ref _kills);
            await app.ExitCodeAsync();
            if (kills % 50 == 0)
                say?.Invoke($"{provider}: {kills} of {plan.Kills} kills");
        }
    }

    /// <summary>With several nodes one in six is frozen for longer than its leases last, and writes when others have taken over.</summary>
    private async Task WorkAsync(Random random, AppProcess app)
    {
        Interlocked.Increment(ref _working);
        // The first document shows that everything is compiled: from now on it works without a pause.
        await Task.WhenAny(app.SaysAsync("Document "), Task.Delay(TimeSpan.FromSeconds(10)));
        await Task.Delay(random.Next(700));
        if (plan.Nodes == 1 || random.Next(6) > 0)
            return;
        app.Freeze();
        await Task.Delay(CrashSettings.Lease + TimeSpan.FromMilliseconds(random.Next(500, 3_000)));
        app.Thaw();
        Interlocked.Increment(ref _frozen);
        await Task.Delay(random.Next(1_000));
    }

    /// <summary>Always some work, never a heap of it: one more session for a company that nobody pulls, one more file.</summary>
    private async Task FeedAsync(TestDatabase database, MadeSource source, string folder, CancellationToken cancellationToken)
    {
        var random = new Random(plan.Seed - 1);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (random.Next(2) == 0)
                    await FeedPullAsync(database, source, random, cancellationToken);
                else
                    await FeedFileAsync(database, folder, random, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    private async Task FeedPullAsync(TestDatabase database, MadeSource source, Random random, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        var now = await database.Get<DatabaseClock>().NowAsync(db, cancellationToken);
        var busy = await Planner.OpenPulls(db).Select(d => d.Symbol!).ToListAsync(cancellationToken);
        var due = await db.Stocks.Where(s => s.NextDue <= now).Select(s => s.Symbol).ToListAsync(cancellationToken);
        var idle = Pulled.Except(busy).Except(due).ToList();
        if (idle.Count == 0 || busy.Count + due.Count >= MostOpenPulls)
            return;
        var symbol = idle[random.Next(idle.Count)];
        source.Show(symbol, Math.Min(source.Shown(symbol) + 1, _market.Length(symbol)));
        await db.Stocks.Where(s => s.Symbol == symbol).ExecuteUpdateAsync(set => set.SetProperty(s => s.NextDue, now), cancellationToken);
    }

    private async Task FeedFileAsync(TestDatabase database, string folder, Random random, CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        var open = await db.Documents.CountAsync(d => d.FileName != null && Claims.Runnable.Contains(d.State), cancellationToken);
        if (open + Directory.GetFiles(folder).Length >= MostFiles)
            return;
        var symbol = Dropped[random.Next(Dropped.Length)];
        var sessions = _files[symbol] = Math.Min(_files[symbol] + 1, _market.Length(symbol));
        var path = Path.Combine(folder, FormattableString.Invariant($"{symbol}_{sessions}.html"));
        await File.WriteAllBytesAsync(path + ".tmp", _market.Page(symbol, sessions), cancellationToken);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    private async Task<bool> CalmAsync(TestDatabase database, string folder)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var ticks = 0; ticks < 600 && await timer.WaitForNextTickAsync(); ticks++)
        {
            await using var db = database.Open();
            var now = await database.Get<DatabaseClock>().NowAsync(db, CancellationToken.None);
            if (Directory.GetFiles(folder).Length == 0
                && !await db.Documents.AnyAsync(d => Claims.Runnable.Contains(d.State))
                && !await db.Stocks.AnyAsync(s => s.NextDue <= now))
            {
                return true;
            }
        }
        return false;
    }

    private async Task<List<string>> FaultsAsync(TestDatabase database, MadeSource source)
    {
        var faults = await EndState.UnfinishedAsync(database);
        foreach (var (symbol, sessions) in Pulled.Select(s => (s, source.Shown(s))).Concat(_files.Select(f => (f.Key, f.Value))))
        {
            if (Dropped.Contains(symbol) && sessions == FirstSessions)
                continue;
            faults.AddRange(await EndState.FaultsAsync(database, symbol, _market.Bars(symbol, sessions), _market.Actions(symbol, sessions)));
        }
        faults.AddRange(await database.Get<Invariants>().BrokenAsync(long.MaxValue, CancellationToken.None));
        await using var db = database.Open();
        if (db.Database.IsSqlite() && await db.Database.SqlQuery<string>($"PRAGMA integrity_check").ToListAsync() is not ["ok"] and var damage)
            faults.Add("SQLite's file is damaged: " + string.Join(' ', damage));
        return faults;
    }

    /// <summary>Deaths are what happens here, so nothing is given up for them.</summary>
    private Dictionary<string, string> Settings(TestDatabase database, MadeSource source) => new(CrashSettings.For(database, provider))
    {
        ["Sources__YahooPage__BaseUrl"] = source.NextAddress(),
        ["Ingestion__MaxCrashes"] = "1000",
        ["Ingestion__MaxAttempts"] = "1000",
        // One half with Hangfire, one half with the channel.
        ["Jobs__Hangfire"] = Random.Shared.Next(2) == 0 ? "true" : "false",
        ["Node__Role"] = plan.Nodes == 1 ? "All" : "Worker",
        ["Logging__LogLevel__Default"] = "Warning",
        ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
        ["Logging__LogLevel__CreamPie.Core.Ingestion.Pipeline"] = "Information",
    };
}
