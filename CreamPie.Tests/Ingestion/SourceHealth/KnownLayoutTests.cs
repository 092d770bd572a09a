using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Ingestion.SourceHealth;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Ingestion.SourceResponses;

namespace CreamPie.Tests.Ingestion.SourceHealth;

/// <summary>Which outcomes reset a source's count of unknown layouts, and what a refresh does while all sources are stopped.</summary>
public class KnownLayoutTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Valid_answer_without_data_resets_the_count(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider, order: "YahooChart");
        var now = rig.Get<TimeProvider>().Now();
        rig.ServeChart("AAA", Sessions(now, 5), now);
        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        await CountAsync(rig, SourceName.YahooChart);
        rig.ServeChart("AAA", [], now);

        var nothing = await rig.PullAsync(SourceName.YahooChart, "AAA", from: Sessions(now, 1)[0].Date.AddDays(1));

        Assert.Equal(Outcome.NoData, nothing.Outcome);
        var health = await HealthAsync(rig, SourceName.YahooChart);
        Assert.Equal(0, health.UnknownLayouts);
        Assert.True(health.LastLoadedAt > health.LastFailedAt);
    }

    [Theory]
    [OnSqlite(Reason.MassRewrite), OnSqlite(Reason.Basis), OnSqlite(Reason.Layout)]
    [OnPostgres(Reason.MassRewrite)]
    public async Task Document_refused_for_its_values_resets_the_count(DatabaseProvider provider, Reason reason)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await using var db = rig.Database.Open();
        await rig.Database.AddAsync(new SourceHealthRow { Source = SourceName.YahooPage, UnknownLayouts = 1 });

        await SourceCircuitBreaker.EndedAsync(
            db, new Document { Source = SourceName.YahooPage, PlanKey = "any" }, AttemptResult.Refuse(reason, "no"), parserVersion: 1,
            rig.Get<TimeProvider>().Now(), CancellationToken.None);

        Assert.Equal(reason == Reason.Layout ? 2 : 0, (await HealthAsync(rig)).UnknownLayouts);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refresh_changes_nothing_while_every_source_is_stopped(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var now = rig.Get<TimeProvider>().Now();
        rig.Serve("AAA", Page("AAA", Sessions(now, 5), now));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        var before = (await rig.StockAsync("AAA"))!;
        await using (var db = rig.Database.Open())
            await db.SourceHealth.ExecuteUpdateAsync(set => set
                .SetProperty(h => h.StoppedAt, now).SetProperty(h => h.StoppedParserVersion, 99));

        Assert.IsType<RefreshResult.SourcesStopped>(
            await rig.Get<ManualPulls>().RefreshAsync(Caller.System, Symbol.Parse("AAA"), whole: true, CancellationToken.None));
        await rig.RunAsync();

        var after = (await rig.StockAsync("AAA"))!;
        Assert.Equal((StockStatus.Current, before.NextDue, false), (after.Status, after.NextDue, after.NeedsFullPull));
        Assert.Single(await rig.DocumentsAsync());
    }

    /// <summary>Records two documents with an unknown layout an hour ago.</summary>
    private static async Task CountAsync(IngestionRig rig, SourceName source)
    {
        await using var db = rig.Database.Open();
        var before = rig.Get<TimeProvider>().Now().AddHours(-1);
        await db.SourceHealth.Where(h => h.Source == source).ExecuteUpdateAsync(set => set
            .SetProperty(h => h.UnknownLayouts, 2).SetProperty(h => h.LastFailedAt, before)
            .SetProperty(h => h.LastLoadedAt, before.AddHours(-1)));
    }

    private static async Task<SourceHealthRow> HealthAsync(IngestionRig rig, SourceName source = SourceName.YahooPage)
    {
        await using var db = rig.Database.Open();
        return await db.SourceHealth.SingleAsync(h => h.Source == source);
    }
}
