using System.Diagnostics;
using System.Globalization;
using System.Net;
using CreamPie.Core.Archiving;
using CreamPie.Core.Database;
using CreamPie.Core.Market;
using CreamPie.Core.Tracking;
using CreamPie.Core.Users;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion.Crashes;

/// <summary>The database or the disk goes away under the running program: it says so, loses nothing, and goes on by itself.</summary>
[Collection(CrashGroup.Name)]
public class OutageTests
{
    [PostgresFact]
    public async Task PostgreSQL_that_is_stopped_without_a_farewell_costs_nothing_and_the_work_goes_on() => Assert.Empty(await StopAsync(times: 3));

    /// <returns>What is lost, doubled or wrong.</returns>
    internal static async Task<List<string>> StopAsync(int times)
    {
        string[] symbols = ["P0", "P1", "P2"];
        var market = new MadeMarket(100 + times);
        using var source = new MadeSource(market, symbols);
        await using var server = await PostgresServer.StartNewAsync();
        await using var database = await TestDatabase.CreateAsync(
            DatabaseProvider.Postgres, new Dictionary<string, string?> { ["ConnectionStrings:CreamPie"] = server.ConnectionString });
        foreach (var symbol in symbols)
        {
            source.Show(symbol, 100);
            await database.Get<Tracker>().TrackAsync(Caller.System, Symbol.Parse(symbol), CancellationToken.None);
        }
        var settings = CrashSettings.For(database, DatabaseProvider.Postgres);
        settings["ConnectionStrings__CreamPie"] = server.ConnectionString;
        settings["Sources__YahooPage__BaseUrl"] = source.NextAddress();
        await using var app = AppProcess.Start(settings, await ReadyProgram.FolderAsync());
        using var client = new HttpClient { BaseAddress = await app.Address };
        await DoneAsync(database, documents: symbols.Length);

        for (var time = 1; time <= times; time++)
        {
            foreach (var symbol in symbols)
                source.Show(symbol, 100 + time);
            await using (var db = database.Open())
            {
                var now = await database.Get<DatabaseClock>().NowAsync(db, CancellationToken.None);
                await db.Stocks.ExecuteUpdateAsync(set => set.SetProperty(s => s.NextDue, now));
            }
            await Task.Delay(Random.Shared.Next(800));
            await server.StopAsync();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/healthz/ready")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz/live")).StatusCode);
            await server.StartAsync();
            await DoneAsync(database, symbols.Length * (time + 1));
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz/ready")).StatusCode);
        var faults = await EndState.UnfinishedAsync(database);
        foreach (var symbol in symbols)
            faults.AddRange(await EndState.FaultsAsync(database, symbol, market.Bars(symbol, 100 + times), market.Actions(symbol, 100 + times)));
        return faults;
    }

    [Fact]
    public async Task A_disk_that_cannot_be_written_stops_the_work_before_it_begins_and_it_goes_on_by_itself()
    {
        var market = new MadeMarket(300);
        using var source = new MadeSource(market, ["FOO"]);
        source.Show("FOO", 300);
        await using var database = await TestDatabase.SqliteAsync();
        var settings = CrashSettings.For(database, DatabaseProvider.Sqlite);
        settings["Sources__YahooPage__BaseUrl"] = source.NextAddress();
        await using var app = AppProcess.Start(settings, await ReadyProgram.FolderAsync());
        using var client = new HttpClient { BaseAddress = await app.Address };

        await LimitAsync(app, "16384");
        await database.Get<Tracker>().TrackAsync(Caller.System, Symbol.Parse("FOO"), CancellationToken.None);
        await app.SaysAsync("Nothing is fetched or taken in").WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("Degraded", await client.GetStringAsync("/healthz/ready"));
        Assert.Equal(0, source.Sites[0].Connections);
        await using (var db = database.Open())
            Assert.All(await db.Documents.ToListAsync(), d => Assert.Equal((DocumentState.Planned, 0L), (d.State, d.Token)));

        await LimitAsync(app, "unlimited");
        await DoneAsync(database, documents: 1);
        Assert.Equal("Healthy", await client.GetStringAsync("/healthz/ready"));
    }

    [Fact]
    public async Task A_disk_that_is_full_in_the_middle_of_a_write_costs_nothing_and_the_work_goes_on()
    {
        var market = new MadeMarket(300);
        using var source = new MadeSource(market, ["FOO"]);
        source.Show("FOO", 300);
        await using var database = await TestDatabase.SqliteAsync();
        var settings = CrashSettings.For(database, DatabaseProvider.Sqlite);
        settings["Sources__YahooPage__BaseUrl"] = source.NextAddress();
        await using var app = AppProcess.Start(settings, await ReadyProgram.FolderAsync());
        using var client = new HttpClient { BaseAddress = await app.Address };

        // The guard's own look passes, and neither the page nor the database's log finds room.
        await LimitAsync(app, "70000");
        await database.Get<Tracker>().TrackAsync(Caller.System, Symbol.Parse("FOO"), CancellationToken.None);
        await Task.WhenAny(app.SaysAsync("tries again"), app.SaysAsync("failed")).WaitAsync(TimeSpan.FromSeconds(60));
        await LimitAsync(app, "unlimited");

        await DoneAsync(database, documents: 1);
        Assert.Empty(await EndState.FaultsAsync(database, "FOO", market.Bars("FOO", 300), market.Actions("FOO", 300)));
    }

    private static async Task LimitAsync(AppProcess app, string bytes)
    {
        // The soft limit alone: it may be raised again.
        using var limit = Process.Start("prlimit", ["--pid", app.Id.ToString(CultureInfo.InvariantCulture), $"--fsize={bytes}:"]);
        await limit.WaitForExitAsync();
        Assert.Equal(0, limit.ExitCode);
    }

    private static async Task DoneAsync(TestDatabase database, int documents)
    {
        using var minutes = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await timer.WaitForNextTickAsync(minutes.Token))
        {
            try
            {
                await using var db = database.Open();
                if (await db.Documents.CountAsync(d => d.State == DocumentState.Loaded, minutes.Token) == documents)
                    return;
            }
            catch (Exception fault) when (Transient.IsOutage(fault))
            {
                // A connection of before.
            }
        }
    }
}
