using System.Net;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CreamPie.Tests.Reliability.Crashes;

/// <summary>The database fails under the running program, which reports it, loses nothing and resumes by itself.</summary>
[Trait("Lane", "Reliability")]
[Collection(CrashGroup.Name)]
public class OutageTests
{
    [PostgresFact]
    public async Task PostgreSQL_stopped_abruptly_loses_nothing_and_work_resumes() => Assert.Empty(await StopAsync(times: 3));

    /// <returns>What is lost, doubled or wrong.</returns>
    internal static async Task<List<string>> StopAsync(int times)
    {
        string[] symbols = ["P0", "P1", "P2"];
        var market = new GeneratedMarket(100 + times);
        using var source = new GeneratedSource(market, symbols);
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
        settings["Sources__YahooPage__BaseUrl"] = source.NextSite();
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
            faults.AddRange(
                await EndState.FaultsAsync(database, symbol, market.Bars(symbol, 100 + times), market.Actions(symbol, 100 + times)));
        return faults;
    }

    [PostgresFact]
    public async Task Read_only_PostgreSQL_loses_and_charges_nothing()
    {
        var market = new GeneratedMarket(120);
        using var source = new GeneratedSource(market, ["FOO"]);
        source.Show("FOO", 100);
        await using var database = await TestDatabase.PostgresAsync();
        await database.Get<Tracker>().TrackAsync(Caller.System, Symbol.Parse("FOO"), CancellationToken.None);
        var settings = CrashSettings.For(database, DatabaseProvider.Postgres);
        settings["Sources__YahooPage__BaseUrl"] = source.NextSite();
        await using var app = AppProcess.Start(settings, await ReadyProgram.FolderAsync());
        using var client = new HttpClient { BaseAddress = await app.Address };
        await DoneAsync(database, documents: 1);

        await SetReadOnlyAsync(database, "on");
        source.Show("FOO", 120);
        await ExecuteAsync(database, $"update stock set next_due = now() - interval '1 second'");
        var dropped = Path.Combine(database.Folder, "drop", "BAR.html");
        await File.WriteAllBytesAsync(dropped, market.Page("BAR", 120));
        await app.WaitForOutputAsync("could not be imported from the drop folder").WaitAsync(TimeSpan.FromSeconds(60));
        await app.WaitForOutputAsync("Due pulls could not be planned").WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(File.Exists(dropped));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/healthz/ready")).StatusCode);
        Assert.Equal(1, source.Sites[0].Connections);

        await SetReadOnlyAsync(database, "off");
        await DoneAsync(database, documents: 3);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz/ready")).StatusCode);
        await using var db = database.Open();
        Assert.All(await db.Documents.ToListAsync(), d => Assert.Equal((1, 0), (d.Attempts, d.Crashes)));
        Assert.Empty(await EndState.FaultsAsync(database, "FOO", market.Bars("FOO", 120), market.Actions("FOO", 120)));
        Assert.Empty(await EndState.FaultsAsync(database, "BAR", market.Bars("BAR", 120), market.Actions("BAR", 120)));
    }

    /// <summary>Applies to new sessions and ends the existing ones.</summary>
    private static async Task SetReadOnlyAsync(TestDatabase database, string value)
    {
        await ExecuteAsync(
            database,
            $"do $$ begin execute format('alter database %I set default_transaction_read_only = {value}', current_database()); end $$");
        await ExecuteAsync(
            database,
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
    }

    /// <summary>Runs in a session that may write even if the database is read-only.</summary>
    private static async Task ExecuteAsync(TestDatabase database, string sql)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Options = "-c default_transaction_read_only=off",
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(settings.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Returns once so many documents are loaded, within five minutes.</summary>
    /// <exception cref="TimeoutException">They are not; it says what is there.</exception>
    internal static async Task DoneAsync(TestDatabase database, int documents)
    {
        using var minutes = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!minutes.IsCancellationRequested)
        {
            try
            {
                await using var db = database.Open();
                if (await db.Documents.CountAsync(d => d.State == DocumentState.Loaded) >= documents)
                    return;
            }
            catch (Exception fault) when (TransientFaults.IsOutage(fault))
            {
                // A pooled connection from before the outage.
            }
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
        await using var end = database.Open();
        var stocks = await end.Stocks.OrderBy(s => s.Id).ToListAsync();
        var rows = await end.Documents.OrderBy(d => d.Id).ToListAsync();
        var there = stocks.Select(s => $"{s.Symbol} {s.Status} due {s.NextDue:O}").Concat(rows.Select(
            d => $"{d.Id} {d.Symbol} {d.State} next {d.NextAttempt:O} lease {d.LeaseUntil:O} {d.Reason} {d.Error}"));
        throw new TimeoutException($"Not {documents} documents loaded:\n{string.Join('\n', there)}");
    }
}
