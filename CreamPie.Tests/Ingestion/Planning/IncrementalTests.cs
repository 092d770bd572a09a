using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static CreamPie.Tests.Ingestion.SourceResponses;

namespace CreamPie.Tests.Ingestion.Planning;

/// <summary>Incremental pulls: due by the exchange's calendar, with an overlap of stored sessions.</summary>
public class IncrementalTests
{
    private static readonly Symbol Aaa = Symbol.Parse("AAA");

    /// <summary>3 July: New York closes at 13:00. 4 July and 19 June are holidays.</summary>
    private static readonly DateTimeOffset AfterEarlyClose = new(2025, 7, 3, 17, 45, 0, TimeSpan.Zero);

    [Theory, OnSqlite]
    public async Task Next_pull_is_due_after_next_session_and_overlaps_ten(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(AfterEarlyClose);
        await using var rig = await StartAsync(provider, time);
        var bars = Sessions(time.Now(), 300);
        Assert.Equal(new DateOnly(2025, 7, 3), bars[^1].Date);
        rig.Serve("AAA", Page("AAA", bars, time.Now()));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        var stock = await rig.StockAsync("AAA");
        Assert.Equal((StockStatus.Current, new DateTime(2025, 7, 7, 20, 30, 0, DateTimeKind.Utc)), (stock!.Status, stock.NextDue));
        Assert.Null((await rig.DocumentsAsync())[0].FromDay);

        time.SetUtcNow(new DateTimeOffset(2025, 7, 7, 20, 29, 59, TimeSpan.Zero));
        Assert.Empty(await rig.RunAsync());
        time.Advance(TimeSpan.FromSeconds(2));
        rig.Serve("AAA", Page("AAA", Sessions(time.Now(), 301)[290..], time.Now()));
        await rig.RunAsync();

        var second = (await rig.DocumentsAsync())[1];
        Assert.Equal((new DateOnly(2025, 6, 20), DocumentState.Loaded), (second.FromDay, second.State));
        var from = (long)(new DateTime(2025, 6, 19, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalSeconds;
        Assert.Contains($"period1={from}&", rig.Source.Requests[^1], StringComparison.Ordinal);
        Assert.Equal(301, (await rig.BarsAsync("AAA")).Count);
        Assert.Equal((StockStatus.Current, false), ((await rig.StockAsync("AAA"))!.Status, (await rig.StockAsync("AAA"))!.NeedsFullPull));
    }

    [Theory]
    [OnSqlite(200, false), OnSqlite(400, true)]
    public async Task Long_pause_pulls_from_last_day_a_year_pulls_everything(DatabaseProvider provider, int days, bool whole)
    {
        var time = new FakeTimeProvider(AfterEarlyClose);
        await using var rig = await StartAsync(provider, time);
        rig.Serve("AAA", Page("AAA", Sessions(time.Now(), 30), time.Now()));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        await rig.Get<Tracker>().PauseAsync(Caller.System, Aaa, CancellationToken.None);

        time.Advance(TimeSpan.FromDays(days));
        await rig.Get<Tracker>().ReactivateAsync(Caller.System, Aaa, CancellationToken.None);
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);

        Assert.Equal(whole ? null : new DateOnly(2025, 6, 20), (await rig.DocumentsAsync())[1].FromDay);
    }

    [Theory, OnSqlite]
    public async Task Each_source_is_pulled_from_its_own_last_day(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(AfterEarlyClose);
        await using var rig = await StartAsync(provider, time, "YahooPage,YahooChart");
        rig.Serve("AAA", Page("AAA", Sessions(time.Now(), 30), time.Now()));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        rig.Source.On(PagePath("AAA"), RawHttpServer.Answer(404, []));
        time.SetUtcNow(new DateTimeOffset(2025, 7, 7, 21, 0, 0, TimeSpan.Zero));
        rig.ServeChart("AAA", Sessions(time.Now(), 31), time.Now());
        await rig.RunAsync();

        Assert.Equal([null, new DateOnly(2025, 6, 20), null], (await rig.DocumentsAsync()).Select(d => d.FromDay));
    }

    [Theory]
    [OnSqlite(ActionKind.Dividend), OnSqlite(ActionKind.Split)]
    public async Task Dividend_or_split_in_the_overlap_triggers_a_full_pull(DatabaseProvider provider, ActionKind kind)
    {
        var time = new FakeTimeProvider(AfterEarlyClose);
        await using var rig = await StartAsync(provider, time);
        rig.Serve("AAA", Page("AAA", Sessions(time.Now(), 60), time.Now()));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        time.SetUtcNow(new DateTimeOffset(2025, 7, 7, 21, 0, 0, TimeSpan.Zero));
        var (restated, action) = Restated(Sessions(time.Now(), 61), kind);
        rig.Serve("AAA", Page("AAA", restated[50..], time.Now(), [action]));

        await OnceAsync(rig);
        var stock = await rig.StockAsync("AAA");
        Assert.True(stock!.NeedsFullPull);
        Assert.True(stock.NextDue <= time.Now().AddMilliseconds(1));
        Assert.Equal(61, (await rig.BarsAsync("AAA")).Count);

        time.Advance(TimeSpan.FromSeconds(1));
        rig.Serve("AAA", Page("AAA", restated, time.Now(), [action]));
        await rig.RunAsync();

        stock = await rig.StockAsync("AAA");
        Assert.Equal((StockStatus.Current, false), (stock!.Status, stock.NeedsFullPull));
        Assert.True(stock.NextDue > time.Now().AddHours(1));
        Assert.Equal([null, new DateOnly(2025, 6, 20), null], (await rig.DocumentsAsync()).Select(d => d.FromDay));
        Assert.All(await rig.DocumentsAsync(), d => Assert.Equal(DocumentState.Loaded, d.State));
        var served = await rig.SeriesAsync("AAA", new(Adjust: PriceAdjustment.All));
        Assert.All(restated.Zip(served!.Bars!), pair => Assert.Equal(pair.First.AdjClose!.Value, pair.Second.Close, 1e-6));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(await rig.RunAsync());
    }

    [Theory, OnSqlite]
    public async Task Answer_without_an_overlap_triggers_a_full_pull(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(AfterEarlyClose);
        await using var rig = await StartAsync(provider, time);
        rig.Serve("AAA", Page("AAA", Sessions(time.Now(), 60), time.Now()));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        time.SetUtcNow(new DateTimeOffset(2025, 7, 7, 21, 0, 0, TimeSpan.Zero));
        rig.Serve("AAA", Page("AAA", Sessions(time.Now(), 1), time.Now()));
        await OnceAsync(rig);

        Assert.Equal((true, 61), ((await rig.StockAsync("AAA"))!.NeedsFullPull, (await rig.BarsAsync("AAA")).Count));
    }

    [Theory, OnSqlite]
    public async Task One_pull_per_stock_after_a_week_offline(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(AfterEarlyClose);
        await using var rig = await StartAsync(provider, time);
        foreach (var symbol in new[] { "AAA", "BBB" })
        {
            rig.Serve(symbol, Page(symbol, Sessions(time.Now(), 30), time.Now()));
            await rig.TrackAsync(symbol);
        }
        await rig.RunAsync();

        time.Advance(TimeSpan.FromDays(7));
        Assert.Equal(2, await rig.Get<Planner>().PlanDueAsync(CancellationToken.None));
        Assert.Equal(0, await rig.Get<Planner>().PlanDueAsync(CancellationToken.None));
        foreach (var symbol in new[] { "AAA", "BBB" })
            rig.Serve(symbol, Page(symbol, Sessions(time.Now(), 15), time.Now()));
        await rig.RunAsync();
        await rig.RunAsync();

        Assert.Equal((4, 4), ((await rig.DocumentsAsync()).Count, rig.Source.Connections));
        Assert.Equal(StockStatus.Current, (await rig.StockAsync("AAA"))!.Status);
    }

    [Theory, OnSqlite]
    public async Task Admin_may_request_the_whole_history(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(AfterEarlyClose);
        await using var rig = await StartAsync(provider, time);
        rig.Serve("AAA", Page("AAA", Sessions(time.Now(), 30), time.Now()));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();

        time.Advance(TimeSpan.FromMinutes(1));
        var part = await rig.RefreshAsync("AAA");
        await rig.RunAsync();
        time.Advance(TimeSpan.FromMinutes(1));
        var all = await rig.RefreshAsync("AAA", whole: true);
        await rig.RunAsync();

        Assert.Equal((new DateOnly(2025, 6, 20), null), (part.FromDay, all.FromDay));
        Assert.False((await rig.StockAsync("AAA"))!.NeedsFullPull);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Empty_answer_fails_only_if_the_range_has_a_session(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var now = rig.Get<TimeProvider>().Now();
        var bars = Sessions(now, 10);
        rig.Serve("AAA", Page("AAA", bars, now));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        var before = await rig.StockAsync("AAA");
        var empty = CreamPie.Tests.Sources.Yahoo.HandWrittenPages.Table(rows: "");
        rig.Serve("AAA", System.Text.Encoding.UTF8.GetBytes(CreamPie.Tests.Sources.Yahoo.HandWrittenPages.Page(empty, "AAA")));
        rig.ServeChart("AAA", [], now);

        foreach (var source in new[] { SourceName.YahooPage, SourceName.YahooChart })
        {
            var nothing = await rig.PullAsync(source, "AAA", bars[^1].Date.AddDays(1));
            Assert.Equal((DocumentState.Loaded, Outcome.NoData, null), (nothing.State, nothing.Outcome!.Value, nothing.Reason));
            var missing = await rig.PullAsync(source, "AAA", bars[^2].Date);
            Assert.Equal((DocumentState.Quarantined, Reason.EmptyUnexpected), (missing.State, missing.Reason!.Value));
        }

        Assert.Equal(10, (await rig.BarsAsync("AAA")).Count);
        Assert.Equal(StockStatus.Current, before!.Status);
        rig.ServeChart("BBB", [], now);
        Assert.Equal(Reason.EmptyUnexpected, (await rig.PullAsync(SourceName.YahooChart, "BBB")).Reason);
        rig.Chart.On(ChartPath("AAA"), RawHttpServer.Answer(
            200, System.Text.Encoding.UTF8.GetBytes(ChartJson("MSFT", [], now)), "Content-Type: application/json"));
        Assert.Equal(DocumentState.Quarantined, (await rig.PullAsync(SourceName.YahooChart, "AAA", bars[^1].Date.AddDays(1))).State);
    }

    private static Task<IngestionRig> StartAsync(DatabaseProvider provider, FakeTimeProvider time, string order = "YahooPage") =>
        IngestionRig.StartAsync(provider, services => services.AddSingleton<TimeProvider>(time), order);

    /// <summary>Runs one pull, but not the pull that it makes due.</summary>
    private static async Task OnceAsync(IngestionRig rig)
    {
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        await rig.Get<Pipeline>().RunAsync((await rig.DocumentsAsync())[^1].Id, CancellationToken.None);
    }

    /// <summary>The history restated for a dividend of 1 % or a 2:1 split on its last day.</summary>
    private static (List<DailyBar> Bars, CorporateAction Action) Restated(List<DailyBar> bars, ActionKind kind)
    {
        var last = bars[^1].Date;
        if (kind == ActionKind.Dividend)
        {
            var amount = bars[^2].Close / 100;
            return (
                [.. bars.Select(b => b.Date == last ? b : b with { AdjClose = b.Close * 0.99 })],
                CorporateAction.Cash(last, kind, amount));
        }
        return (
            [.. bars.Select(b => b.Date == last
                ? b
                : b with
                {
                    Open = b.Open / 2,
                    High = b.High / 2,
                    Low = b.Low / 2,
                    Close = b.Close / 2,
                    AdjClose = b.AdjClose / 2,
                    Volume = b.Volume * 2,
                })],
            CorporateAction.Split(last, 2, 1));
    }
}
