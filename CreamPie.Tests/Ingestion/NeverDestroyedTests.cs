using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Ingestion.SourceResponses;

namespace CreamPie.Tests.Ingestion;

/// <summary>
/// What people report of other tools: a refresh that destroys good data. Here a stock has sixty good days, something goes wrong, and
/// what is served is what was served (the table "Never destroyed" of docs/reliability.md).
/// </summary>
public sealed class NeverDestroyedTests
{
    private const string Aaa = "AAA";
    private const int Days = 60;

    private static readonly DateTime Now = TimeProvider.System.Now().AddMinutes(-2);
    private static readonly DateTime Later = Now.AddMinutes(1);
    private static readonly IReadOnlyList<DailyBar> Good = Sessions(Now, Days);

    [Theory, OnSqlite, OnPostgres]
    public async Task Answer_without_rows_leaves_every_bar(DatabaseProvider provider)
    {
        await using var rig = await LoadedAsync(provider);
        rig.ServeChart(Aaa, [], Later);

        var document = await rig.PullAsync(SourceName.YahooChart, Aaa);

        Assert.Equal(Reason.EmptyUnexpected, document.Reason);
        Assert.NotEqual(DocumentState.Loaded, document.State);
        await AssertServedAsync(rig);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task One_bar_in_place_of_months_leaves_every_bar(DatabaseProvider provider)
    {
        await using var rig = await LoadedAsync(provider);
        rig.ServeChart(Aaa, [Good[^1]], Later);

        Assert.Equal(DocumentState.Loaded, (await rig.PullAsync(SourceName.YahooChart, Aaa)).State);

        await AssertServedAsync(rig);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Partial_day_is_provisional_and_never_replaces_the_whole_one(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var lastDay = Good[^1].Date.ToDateTime(new TimeOnly(17, 0), DateTimeKind.Utc);
        DailyBar[] partial = [.. Good.SkipLast(1), Good[^1] with { Close = Good[^1].Close + 0.25, Volume = 10 }];
        rig.ServeChart(Aaa, partial, lastDay);
        await rig.PullAsync(SourceName.YahooChart, Aaa);
        Assert.False((await SeriesAsync(rig)).Bars![^1].Final);

        rig.ServeChart(Aaa, Good, Later);
        await rig.PullAsync(SourceName.YahooChart, Aaa);
        await AssertServedAsync(rig);
        // A cache of the source still has the answer of noon.
        rig.ServeChart(Aaa, partial, lastDay);
        await rig.PullAsync(SourceName.YahooChart, Aaa);

        await AssertServedAsync(rig);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_provider_adds_a_series_and_replaces_none(DatabaseProvider provider)
    {
        await using var rig = await LoadedAsync(provider);
        rig.Serve(Aaa, Page(Aaa, [.. Good.Select(b => Scaled(b, 1.1))], Now));

        Assert.Equal(DocumentState.Loaded, (await rig.PullAsync(SourceName.YahooPage, Aaa)).State);

        await AssertServedAsync(rig, SourceName.YahooChart);
        Assert.Equal(Good[0].Close * 1.1, (await SeriesAsync(rig, SourceName.YahooPage)).Bars![0].Close, 1e-9);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unexplained_restatement_waits_for_an_admin(DatabaseProvider provider)
    {
        await using var rig = await LoadedAsync(provider);
        rig.ServeChart(Aaa, [.. Good.Select(b => Scaled(b, 0.7))], Later);

        var document = await rig.PullAsync(SourceName.YahooChart, Aaa);

        Assert.Equal((DocumentState.Quarantined, Reason.MassRewrite), (document.State, document.Reason));
        await AssertServedAsync(rig);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Correction_of_a_day_keeps_the_value_before(DatabaseProvider provider)
    {
        await using var rig = await LoadedAsync(provider);
        rig.ServeChart(Aaa, [.. Good.Select((b, i) => i == 30 ? b with { Close = b.Close + 0.25 } : b)], Later);

        await rig.PullAsync(SourceName.YahooChart, Aaa);

        Assert.Equal(Good[30].Close + 0.25, (await SeriesAsync(rig)).Bars![30].Close);
        await using var db = rig.Database.Open();
        var before = await db.BarRevisions.SingleAsync();
        Assert.Equal((Good[30].Date, Good[30].Close), (before.Date, before.Close));
    }

    [Theory]
    [OnSqlite(503), OnSqlite(429), OnSqlite(404), OnPostgres(503)]
    public async Task Refresh_during_an_outage_leaves_every_bar(DatabaseProvider provider, int status)
    {
        await using var rig = await LoadedAsync(provider);
        rig.Chart.On(ChartPath(Aaa), RawHttpServer.Answer(status, []));

        Assert.NotEqual(DocumentState.Loaded, (await rig.PullAsync(SourceName.YahooChart, Aaa)).State);

        await AssertServedAsync(rig);
    }

    private static async Task<IngestionRig> LoadedAsync(DatabaseProvider provider)
    {
        var rig = await IngestionRig.StartAsync(provider);
        rig.ServeChart(Aaa, Good, Now);
        Assert.Equal(DocumentState.Loaded, (await rig.PullAsync(SourceName.YahooChart, Aaa)).State);
        await AssertServedAsync(rig);
        return rig;
    }

    private static async Task AssertServedAsync(IngestionRig rig, SourceName? source = null) =>
        Assert.Equal(Good, (await SeriesAsync(rig, source)).Bars);

    private static Task<BarSeries> SeriesAsync(IngestionRig rig, SourceName? source = null) => rig.SeriesAsync(Aaa, new(Source: source));

    private static DailyBar Scaled(DailyBar bar, double factor) => bar with
    {
        Open = bar.Open * factor,
        High = bar.High * factor,
        Low = bar.Low * factor,
        Close = bar.Close * factor,
        AdjClose = bar.AdjClose * factor,
    };
}
