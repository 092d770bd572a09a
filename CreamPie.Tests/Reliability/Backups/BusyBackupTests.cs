using System.Net;
using CreamPie.Core.Backups.Checking;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Backups.Restoring;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Reliability.Crashes;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Reliability.Backups;

/// <summary>
/// Backups by the command while the real server pulls, imports, loads and answers. Each restores to a state that existed: every document
/// that was loaded before it began, none that was loaded after it ended, and of each stock the true bars of its last page, whole.
/// </summary>
[Trait("Lane", "Reliability")]
[Collection(CrashGroup.Name)]
public sealed class BusyBackupTests : IDisposable
{
    private const int Backups = 3;
    private const int Readers = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("creampie-backups-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, OnSqlite, OnPostgres]
    public async Task Backup_beside_pulls_loads_and_reads_restores_to_a_state_that_existed(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        using var source = new GeneratedSource(KillFeed.NewMarket(), []);
        using var feed = new KillFeed(database, source, new KillPlan(KillPlan.InTests, Nodes: 1, Seed: 7));
        var settings = new Dictionary<string, string>(CrashSettings.For(database, provider))
        {
            ["Sources__YahooPage__BaseUrl"] = source.NextSite(),
            ["Rates__ApiCallsPerMinute"] = "1000000",
            ["Storage__MinFreePercent"] = "0",
        };
        await using var server = AppProcess.Start(settings, await ReadyProgram.FolderAsync());
        using var client = await server.AdminAsync();
        using var stop = new CancellationTokenSource();
        var feeding = feed.FeedAsync();
        var reading = Enumerable.Range(0, Readers).Select(_ => Task.Run(() => ReadAsync(client, database, stop.Token))).ToList();
        await Eventually.SeeAsync(async () => (await LoadedAsync(database)).Count > 2 ? "loads" : null);
        var (loaded, busy) = (new List<(HashSet<int> Before, HashSet<int> After)>(), 0);
        for (var i = 0; i < Backups; i++)
        {
            var before = await LoadedAsync(database);
            var (code, _, errors) = await CommandProcess.RunAsync(settings, "backup", "--to", _folder);
            Assert.True(code == 0, errors);
            loaded.Add((before, await LoadedAsync(database)));
            busy += loaded[^1].After.Count > before.Count ? 1 : 0;
        }
        await feed.StopAsync();
        await feeding;
        await stop.CancelAsync();
        var answers = await Task.WhenAll(reading);

        Assert.True(busy > 0, "Nothing was loaded while a backup was made.");
        Assert.Empty(answers.SelectMany(a => a.Faults));
        Assert.All(answers, a => Assert.True(a.Read > 0));
        var names = new BackupFolder(_folder).Names().Reverse().ToList();
        Assert.Equal(Backups, names.Count);
        foreach (var (name, (before, after)) in names.Zip(loaded))
            Assert.Empty(await FaultsAsync(provider, name, before, after, source.Market));
    }

    private async Task<List<string>> FaultsAsync(
        DatabaseProvider provider, string name, HashSet<int> before, HashSet<int> after, GeneratedMarket market)
    {
        await using var restored = await TestDatabase.CreateAsync(provider);
        List<string> faults = [.. (await restored.Get<BackupCheck>().RunAsync(_folder, name, CancellationToken.None)).Faults];
        await restored.Get<Restore>().RunAsync(_folder, name, replaces: false, CancellationToken.None);
        faults.AddRange((await restored.Get<InstallationVerification>().RunAsync(CancellationToken.None)).Faults);
        faults.AddRange(await restored.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
        var then = await LoadedAsync(restored);
        faults.AddRange(before.Except(then).Select(id => $"{name}: document {id} was loaded before, and is not."));
        faults.AddRange(then.Except(after).Select(id => $"{name}: document {id} was not loaded yet."));
        await using var db = restored.Open();
        var stocks = await db.Stocks.Select(s => new { s.Symbol, Bars = db.DailyBars.Count(b => b.StockId == s.Id) }).ToListAsync();
        foreach (var stock in stocks.Where(s => s.Bars > 0))
        {
            faults.AddRange(await EndState.FaultsAsync(
                restored, stock.Symbol, market.Bars(stock.Symbol, stock.Bars), market.Actions(stock.Symbol, stock.Bars)));
        }
        return faults;
    }

    private static async Task<HashSet<int>> LoadedAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return [.. await db.Documents.Where(d => d.State == DocumentState.Loaded).Select(d => d.Id).ToListAsync()];
    }

    private static async Task<(int Read, List<string> Faults)> ReadAsync(
        HttpClient client, TestDatabase database, CancellationToken cancellationToken)
    {
        var (read, faults) = (0, new List<string>());
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!cancellationToken.IsCancellationRequested)
        {
            await using var db = database.Open();
            var symbols = await db.Stocks.Select(s => s.Symbol).ToListAsync(CancellationToken.None);
            foreach (var symbol in symbols)
            {
                using var answer = await client.GetAsync($"/api/stock-data/{symbol}/bars", CancellationToken.None);
                // One that is tracked has no bars until its first load.
                if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.NotFound) && faults.Count < 10)
                    faults.Add($"{symbol}: {(int)answer.StatusCode}");
                read++;
            }
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
        return (read, faults);
    }
}
