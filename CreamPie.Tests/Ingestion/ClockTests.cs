using CreamPie.Core.Archiving;
using CreamPie.Core.Database;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Users;
using CreamPie.Tests.Ingestion.Crashes;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CreamPie.Tests.Ingestion;

/// <summary>Clocks that are wrong or are set: no document is worked on twice, and none stands still for an hour.</summary>
public class ClockTests
{
    private static readonly MadeMarket Made = new(60);

    [PostgresTheory, InlineData(-60), InlineData(60)]
    public async Task A_process_whose_clock_is_an_hour_off_neither_steals_a_document_nor_waits_for_it(int minutes)
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Postgres);
        var document = await rig.Get<Intake>().TakeInAsync(Caller.System, "FOO.html", Made.Page("FOO", 60), CancellationToken.None);
        await using var other = LostCommitTests.Process(
            rig.Database, new NpgsqlConnectionStringBuilder(rig.Database.ConnectionString).Port, new Wrong { Off = TimeSpan.FromMinutes(minutes) });

        await using (var held = await rig.Get<Claims>().TakeAsync(document.Id, CancellationToken.None))
        {
            Assert.NotNull(held);
            Assert.Null(await other.GetRequiredService<Claims>().TakeAsync(document.Id, CancellationToken.None));
            await rig.Get<Claims>().ReturnAsync(held, nextAttempt: null, CancellationToken.None);
        }

        await using var taken = await other.GetRequiredService<Claims>().TakeAsync(document.Id, CancellationToken.None);
        Assert.NotNull(taken);
        Assert.Null(await rig.Get<Claims>().TakeAsync(document.Id, CancellationToken.None));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_clock_that_is_set_back_by_an_hour_stops_nothing_for_an_hour(DatabaseProvider provider)
    {
        var clock = new Wrong();
        await using var rig = await IngestionRig.StartAsync(provider, services => services.AddSingleton<TimeProvider>(clock));
        var document = await rig.Get<Intake>().TakeInAsync(Caller.System, "FOO.html", Made.Page("FOO", 60), CancellationToken.None);
        rig.Serve("BAR", Made.Page("BAR", 60));
        await rig.TrackAsync("BAR");
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);

        clock.Off = TimeSpan.FromHours(-1);
        await rig.RunAsync();

        Assert.All(await rig.DocumentsAsync(), d => Assert.Equal(DocumentState.Loaded, d.State));
        Assert.NotEqual(0, document.Id);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_does_not_lengthen_a_lease()
    {
        var clock = new Wrong();
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Sqlite, services => services.AddSingleton<TimeProvider>(clock));
        await using var db = rig.Database.Open();
        var before = await rig.Get<DatabaseClock>().NowAsync(db, CancellationToken.None);

        clock.Off = TimeSpan.FromHours(-1);
        clock.Passed = TimeSpan.FromSeconds(31);

        var after = await rig.Get<DatabaseClock>().NowAsync(db, CancellationToken.None);
        Assert.InRange(after - before, TimeSpan.FromSeconds(31), TimeSpan.FromMinutes(2));
    }

    private sealed class Wrong : TimeProvider
    {
        public TimeSpan Off { get; set; }

        public TimeSpan Passed { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Off + Passed;

        public override long GetTimestamp() => System.GetTimestamp() + (long)(Passed.TotalSeconds * TimestampFrequency);
    }
}
