using System.Net.Http.Json;
using System.Security.Cryptography;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Reliability.Crashes;

/// <summary>SIGKILL at each moment of a pull, then a restart: the pull ends within a minute with the same bars.</summary>
[Trait("Lane", "Reliability")]
public class KilledProcessTests
{
    private const string PagePath = "/quote/TSLA/history/";

    private static readonly byte[] Page = RealData.IsAvailable ? RealData.Bytes("yahoo-pages", "2025-06-16_TSLA_svelte.html") : [];

    public enum Moment { RequestMade, HalfTheBodySent, BytesOnDisk, ManifestOnDisk, MidLoad }

    [RealDataTheory]
    [OnSqlite(Moment.RequestMade), OnSqlite(Moment.HalfTheBodySent), OnSqlite(Moment.BytesOnDisk), OnSqlite(Moment.ManifestOnDisk)]
    [OnPostgres(Moment.HalfTheBodySent), OnPostgres(Moment.ManifestOnDisk), OnPostgres(Moment.MidLoad)]
    public async Task Pull_killed_at_any_moment_is_finished_after_restart(DatabaseProvider provider, Moment moment)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        using var source = new RawHttpServer();
        var settings = Settings(database, provider, source);
        using var tableLock = new CancellationTokenSource();

        await using (var first = AppProcess.Start(settings, await ReadyProgram.FolderAsync()))
        {
            var reached = ReachedAsync(moment, database, source, tableLock.Token);
            using var admin = await first.AdminAsync();
            (await admin.PostAsJsonAsync("/api/stock-data/track", new { symbol = "TSLA" })).EnsureSuccessStatusCode();
            await reached.WaitAsync(TimeSpan.FromSeconds(60));
            first.Kill();
            // 128 plus SIGKILL.
            Assert.Equal(137, await first.ExitCodeAsync());
            await tableLock.CancelAsync();
        }
        source.On(PagePath, RawHttpServer.Answer(200, Page, "Content-Type: text/html"));
        await FreeHostGateAsync(database);
        await using var app = AppProcess.Start(settings, await ReadyProgram.FolderAsync());

        var bars = await LoadedAsync(database);

        Assert.Equal(await UndisturbedAsync(provider), Text(bars));
        await using var db = database.Open();
        Assert.Equal(1, await db.LoadLedger.CountAsync());
        Assert.Equal(0, await db.BarRevisions.CountAsync());
        Assert.Equal(1, await db.Documents.CountAsync());
    }

    /// <summary>With a time-out longer than a pull is held at its moment.</summary>
    private static Dictionary<string, string> Settings(TestDatabase database, DatabaseProvider provider, RawHttpServer source) =>
        new(CrashSettings.For(database, provider))
        {
            ["Sources__YahooPage__BaseUrl"] = source.Root.ToString(),
            ["Retrieval__TotalTimeoutSeconds"] = "30",
        };

    /// <summary>Brings the pull to the given moment; completes when it is reached.</summary>
    private static async Task ReachedAsync(Moment moment, TestDatabase database, RawHttpServer source, CancellationToken done)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = RawHttpServer.Answer(200, Page, "Content-Type: text/html");
        source.On(PagePath, answer);
        switch (moment)
        {
            case Moment.RequestMade or Moment.HalfTheBodySent:
                source.On(PagePath, async (stream, cancel) =>
                {
                    if (moment == Moment.HalfTheBodySent)
                        await stream.WriteAsync(answer.AsMemory(0, answer.Length / 2), cancel);
                    reached.TrySetResult();
                    await Task.Delay(Timeout.Infinite, cancel);
                });
                await reached.Task;
                break;
            case Moment.BytesOnDisk or Moment.ManifestOnDisk:
                using (var watcher = new FileSystemWatcher(FolderOf(moment, database)))
                {
                    watcher.Renamed += (_, _) => reached.TrySetResult();
                    watcher.Created += (_, _) => reached.TrySetResult();
                    watcher.EnableRaisingEvents = true;
                    await reached.Task;
                }
                break;
            case Moment.MidLoad:
                await MidLoadAsync(database, done);
                break;
        }
    }

    /// <summary>Creates the folder before the program does, so that the watcher misses nothing.</summary>
    private static string FolderOf(Moment moment, TestDatabase database)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Page));
        var folder = moment == Moment.BytesOnDisk ? Path.Combine(sha256[..2], sha256[2..4]) : "documents";
        return Directory.CreateDirectory(Path.Combine(database.Folder, "archive", folder)).FullName;
    }

    /// <summary>Locks the bar table, so that the load blocks in its transaction until the process is dead.</summary>
    private static async Task MidLoadAsync(TestDatabase database, CancellationToken done)
    {
        var db = database.Open();
        var transaction = await db.Database.BeginTransactionAsync(done);
        await db.Database.ExecuteSqlAsync($"lock table daily_bar in share mode", done);
        done.Register(() =>
        {
            transaction.Dispose();
            db.Dispose();
        });
        await using var view = database.Open();
        await Eventually.SeeAsync(async () => await view.Database
            .SqlQuery<int>(
                $"select count(*)::int as \"Value\" from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
            .SingleAsync(done) > 0 ? "waiting" : null);
    }

    /// <summary>Frees the host gate, which would expire only after 40 s; <see cref="LeaseTakeoverTests"/> waits for that.</summary>
    private static async Task FreeHostGateAsync(TestDatabase database)
    {
        await using var db = database.Open();
        await db.HostGates.ExecuteUpdateAsync(set => set.SetProperty(g => g.Until, (DateTime?)null));
    }

    private static async Task<List<DailyBarRow>> LoadedAsync(TestDatabase database)
    {
        await using var db = database.Open();
        await Eventually.SeeAsync(async () => await db.DailyBars.AnyAsync() ? "loaded" : null);
        return await db.DailyBars.AsNoTracking().OrderBy(b => b.Date).ToListAsync();
    }

    private static async Task<string> UndisturbedAsync(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Serve("TSLA", Page);
        await rig.TrackAsync("TSLA");
        await rig.RunAsync();
        return Text(await rig.BarsAsync("TSLA"));
    }

    private static string Text(IEnumerable<DailyBarRow> bars) => string.Join('\n', bars.Select(b => FormattableString.Invariant(
        $"{b.Date:yyyy-MM-dd} {b.Open} {b.High} {b.Low} {b.Close} {b.AdjClose} {b.Volume} {b.Final} {b.BasisDate:yyyy-MM-dd}")));
}
