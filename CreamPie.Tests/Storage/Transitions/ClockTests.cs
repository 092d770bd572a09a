using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.Dispatching;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Retrieval.Politeness;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CreamPie.Tests.Storage.Transitions;

/// <summary>WrongClock or adjusted clocks: no document is processed twice, and none is delayed by the error.</summary>
public class ClockTests
{
    private static readonly GeneratedMarket Market = new(60);

    [PostgresTheory, InlineData(-60), InlineData(60)]
    public async Task Process_with_a_wrong_clock_neither_steals_nor_delays_leases(int minutes)
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Postgres);
        var document = await rig.Get<FileImport>().ImportAsync(Caller.System, "FOO.html", Market.Page("FOO", 60), CancellationToken.None);
        await using var other = LostCommitTests.Process(
            rig.Database, new NpgsqlConnectionStringBuilder(rig.Database.ConnectionString).Port,
            new WrongClock { Off = TimeSpan.FromMinutes(minutes) });

        await using (var held = await rig.Get<DocumentLeases>().TryAcquireAsync(document.Id, CancellationToken.None))
        {
            Assert.NotNull(held);
            Assert.Null(await other.GetRequiredService<DocumentLeases>().TryAcquireAsync(document.Id, CancellationToken.None));
            await rig.Get<DocumentLeases>().ReleaseAsync(held, nextAttempt: null, CancellationToken.None);
        }

        await using var taken = await other.GetRequiredService<DocumentLeases>().TryAcquireAsync(document.Id, CancellationToken.None);
        Assert.NotNull(taken);
        Assert.Null(await rig.Get<DocumentLeases>().TryAcquireAsync(document.Id, CancellationToken.None));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Clock_set_back_an_hour_delays_nothing(DatabaseProvider provider)
    {
        var clock = new WrongClock();
        await using var rig = await IngestionRig.StartAsync(provider, services => services.AddSingleton<TimeProvider>(clock));
        await rig.Get<FileImport>().ImportAsync(Caller.System, "FOO.html", Market.Page("FOO", 60), CancellationToken.None);
        rig.Serve("BAR", Market.Page("BAR", 60));
        await rig.TrackAsync("BAR");
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);

        clock.Off = TimeSpan.FromHours(-1);
        await rig.RunAsync();

        Assert.All(await rig.DocumentsAsync(), d => Assert.Equal(DocumentState.Loaded, d.State));
    }

    [Fact]
    public async Task Clock_set_back_does_not_lengthen_a_lease()
    {
        var clock = new WrongClock();
        await using var rig = await IngestionRig.StartAsync(
            DatabaseProvider.Sqlite, services => services.AddSingleton<TimeProvider>(clock));
        await using var db = rig.Database.Open();
        var before = await rig.Get<DatabaseClock>().NowAsync(db, CancellationToken.None);

        clock.Off = TimeSpan.FromHours(-1);
        clock.Passed = TimeSpan.FromSeconds(31);

        var after = await rig.Get<DatabaseClock>().NowAsync(db, CancellationToken.None);
        Assert.InRange(after - before, TimeSpan.FromSeconds(31), TimeSpan.FromMinutes(2));
    }

    [Theory]
    [OnSqlite(-60), OnSqlite(60)]
    [OnPostgres(-60), OnPostgres(60)]
    public async Task Work_deferred_under_a_wrong_clock_is_due_on_time(DatabaseProvider provider, int minutes)
    {
        var wrong = new WrongClock();
        await using var rig = await IngestionRig.StartAsync(provider, services => services.AddSingleton<TimeProvider>(wrong));
        await NowAsync(rig);
        wrong.Off = TimeSpan.FromMinutes(minutes);

        Assert.Equal(DocumentState.Loaded, (await rig.DropAsync("FOO.html", Market.Page("FOO", 60))).State);

        rig.Source.On("/quote/BAR/history/", RawHttpServer.Answer(429, [], "Retry-After: 120"));
        await rig.TrackAsync("BAR");
        await rig.RunAsync();
        var limited = (await rig.DocumentsAsync())[^1];
        Assert.InRange(limited.NextAttempt - await NowAsync(rig), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(120));
        var swept = await rig.Get<Sweeper>().SweepAsync(CancellationToken.None);
        Assert.InRange(swept.NextDueIn!.Value, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(120));

        await StopAsync(rig, limited.Id);
        Assert.Equal(DocumentState.Waiting, (await rig.Get<Pipeline>().RunAsync(limited.Id, CancellationToken.None)).State);
        var wait = (await rig.DocumentAsync(limited.Id)).NextAttempt - await NowAsync(rig);
        Assert.InRange(wait, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Clock_set_forward_ends_no_lease_gate_or_pause()
    {
        var clock = new WrongClock();
        await using var rig = await IngestionRig.StartAsync(
            DatabaseProvider.Sqlite, services => services.AddSingleton<TimeProvider>(clock));
        var document = await rig.Get<FileImport>().ImportAsync(Caller.System, "FOO.html", Market.Page("FOO", 60), CancellationToken.None);
        var gate = rig.Get<HostGate>();
        var held = await rig.Get<DocumentLeases>().TryAcquireAsync(document.Id, CancellationToken.None);
        var turn = Assert.IsType<GateResult.Acquired>(await gate.AcquireAsync("busy.example", "worker", CancellationToken.None)).Token;
        var paused = Assert.IsType<GateResult.Acquired>(await gate.AcquireAsync("paused.example", "worker", CancellationToken.None)).Token;
        await gate.PauseAsync("paused.example", paused, TimeSpan.FromMinutes(10), Reason.RateLimited, CancellationToken.None);

        clock.Off = TimeSpan.FromHours(1);
        Assert.Null(await rig.Get<DocumentLeases>().TryAcquireAsync(document.Id, CancellationToken.None));
        Assert.IsType<GateResult.Busy>(await gate.AcquireAsync("busy.example", "another", CancellationToken.None));
        Assert.True(await NowAsync(rig) < clock.Now() - TimeSpan.FromMinutes(59));

        await rig.Get<DocumentLeases>().ReleaseAsync(held!, null, CancellationToken.None);
        await held!.DisposeAsync();
        Assert.True(await NowAsync(rig) < clock.Now() - TimeSpan.FromMinutes(59));
        await gate.ReleaseAsync("busy.example", turn, success: true, CancellationToken.None);
        Assert.Equal(clock.Now(), await NowAsync(rig), TimeSpan.FromMinutes(1));

        var refused = Assert.IsType<GateResult.Busy>(await gate.AcquireAsync("paused.example", "worker", CancellationToken.None));
        var wait = refused.Until - await NowAsync(rig);
        Assert.InRange(wait, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        await rig.RunAsync();
        Assert.Equal(DocumentState.Loaded, (await rig.DocumentAsync(document.Id)).State);
    }

    [Theory, InlineData(1), InlineData(1_000_000)]
    public async Task Start_with_a_clock_set_back_delays_nothing(int hours)
    {
        var clock = new WrongClock { Off = TimeSpan.FromHours(hours) };
        await using var rig = await IngestionRig.StartAsync(
            DatabaseProvider.Sqlite, services => services.AddSingleton<TimeProvider>(clock));
        rig.Source.On("/quote/BAR/history/", RawHttpServer.Answer(429, [], "Retry-After: 120"));
        var limited = await rig.PullAsync(SourceName.YahooPage, "BAR");
        await rig.Get<MaintenanceService>().RunDueAsync(CancellationToken.None);
        // Without attempts only the maintenance record knows the time.
        await using (var db = rig.Database.Open())
            await db.Attempts.ExecuteDeleteAsync();

        clock.Off = TimeSpan.Zero;
        var next = new DatabaseClock(clock);
        await using (var db = rig.Database.Open())
        {
            await next.ResumeAsync(db, CancellationToken.None);
            var now = await next.NowAsync(db, CancellationToken.None);
            Assert.InRange((await rig.DocumentAsync(limited.Id)).NextAttempt - now, TimeSpan.FromSeconds(-10), TimeSpan.FromSeconds(120));
            var paused = await db.HostGates.SingleAsync(g => g.PausedUntil != null);
            Assert.InRange(paused.PausedUntil!.Value - now, TimeSpan.FromSeconds(-10), TimeSpan.FromSeconds(120));
            Assert.True((await rig.StockAsync("BAR"))!.NextDue < now.AddYears(2));
        }
    }

    private static async Task<DateTime> NowAsync(IngestionRig rig)
    {
        await using var db = rig.Database.Open();
        return await rig.Get<DatabaseClock>().NowAsync(db, CancellationToken.None);
    }

    /// <summary>Stops the document's source after dispatch and makes the document due.</summary>
    private static async Task StopAsync(IngestionRig rig, int id)
    {
        var longAgo = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        await using var db = rig.Database.Open();
        await db.SourceHealth.ExecuteUpdateAsync(set => set
            .SetProperty(h => h.StoppedAt, longAgo).SetProperty(h => h.StoppedWhy, "a new layout"));
        await db.Documents.Where(d => d.Id == id).ExecuteUpdateAsync(set => set.SetProperty(d => d.NextAttempt, longAgo));
    }

    private sealed class WrongClock : TimeProvider
    {
        public TimeSpan Off { get; set; }

        public TimeSpan Passed { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Off + Passed;

        public override long GetTimestamp() => System.GetTimestamp() + (long)(Passed.TotalSeconds * TimestampFrequency);
    }
}
