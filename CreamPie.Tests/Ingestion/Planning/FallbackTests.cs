using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Documents;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static CreamPie.Tests.Ingestion.SourceResponses;

namespace CreamPie.Tests.Ingestion.Planning;

/// <summary>Fallback to the next source in the order: the first is blocked, does not know the symbol or has a new layout.</summary>
public class FallbackTests
{
    private const string Both = "YahooPage,YahooChart";

    private static readonly Symbol Aaa = Symbol.Parse("AAA");

    [Theory, OnSqlite, OnPostgres]
    public async Task Page_refused_with_403_falls_back_to_the_chart(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider, order: Both);
        var now = rig.Get<TimeProvider>().Now();
        var bars = Sessions(now, 30);
        rig.Source.On(PagePath("AAA"), RawHttpServer.Answer(403, []));
        rig.ServeChart("AAA", bars, now);

        await rig.TrackAsync("AAA");
        await rig.RunAsync();

        var documents = await rig.DocumentsAsync();
        Assert.Equal(
            [(SourceName.YahooPage, DocumentState.Superseded, Reason.Forbidden), (SourceName.YahooChart, DocumentState.Loaded, null)],
            documents.Select(d => (d.Source, d.State, d.Reason)));
        var stock = await rig.StockAsync("AAA");
        Assert.Equal((StockStatus.Current, Outcome.Loaded, null), (stock!.Status, stock.LastOutcome!.Value, stock.LastReason));
        Assert.True(stock.NextDue > now);
        var provenance = await rig.Get<ProvenanceQuery>().ProvenanceAsync(Caller.System, Aaa, bars[^1].Date, CancellationToken.None);
        Assert.Equal((SourceName.YahooChart, bars[^1].Close), (provenance!.Document.Source, provenance.Bar.Close));
        var attempts = await rig.Get<AttemptQuery>().AttemptsAsync(Caller.System, Aaa, CancellationToken.None);
        Assert.Equal(
            [(SourceName.YahooChart, Outcome.Loaded, null), (SourceName.YahooPage, Outcome.HostPaused, Reason.Forbidden)],
            attempts!.Items.Select(a => (a.Source, a.Outcome!.Value, a.Reason)));
        Assert.Equal((1, 1), (rig.Source.Connections, rig.Chart.Connections));
    }

    [Theory]
    [OnSqlite(404, ""), OnSqlite(200, "<html><title>New</title><body>no table</body></html>")]
    [OnSqlite(200, "Too Many Requests"), OnSqlite(429, "")]
    [OnPostgres(404, ""), OnPostgres(200, "<html><title>New</title><body>no table</body></html>")]
    public async Task Unknown_symbol_or_changed_layout_falls_back_to_next_source(DatabaseProvider provider, int status, string body)
    {
        await using var rig = await IngestionRig.StartAsync(provider, order: Both);
        var now = rig.Get<TimeProvider>().Now();
        // Longer than any service message, so that it counts as a page.
        var page = body.StartsWith('<') ? body + $"<!--{new string('.', 4_000)}-->" : body;
        rig.Source.On(PagePath("AAA"), RawHttpServer.Answer(
            status, System.Text.Encoding.UTF8.GetBytes(page), "Content-Type: text/html", "Retry-After: 3600"));
        rig.ServeChart("AAA", Sessions(now, 5), now);

        await rig.TrackAsync("AAA");
        await rig.RunAsync();

        Assert.Equal(StockStatus.Current, (await rig.StockAsync("AAA"))!.Status);
        Assert.Equal([SourceName.YahooChart], (await rig.BarsAsync("AAA")).Select(b => b.Source).Distinct());
        Assert.Equal((1, 1), (rig.Source.Connections, rig.Chart.Connections));
    }

    [Theory]
    [OnSqlite(503, ""), OnSqlite(429, "Retry-After: 60")]
    [OnPostgres(503, ""), OnPostgres(429, "Retry-After: 60")]
    public async Task Short_retry_is_awaited_without_a_fallback(DatabaseProvider provider, int status, string header)
    {
        await using var rig = await IngestionRig.StartAsync(provider, order: Both);
        rig.Source.On(PagePath("AAA"), RawHttpServer.Answer(status, [], header == "" ? [] : [header]));

        await rig.TrackAsync("AAA");
        await rig.RunAsync();

        Assert.Equal(DocumentState.Waiting, Assert.Single(await rig.DocumentsAsync()).State);
        Assert.Equal((StockStatus.Waiting, 0), ((await rig.StockAsync("AAA"))!.Status, rig.Chart.Connections));
    }

    [Theory, OnSqlite]
    public async Task Exhausted_retries_fall_back_to_the_next_source(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2025, 6, 16, 5, 0, 0, TimeSpan.Zero));
        await using var rig = await IngestionRig.StartAsync(provider, services => services.AddSingleton<TimeProvider>(time), Both);
        rig.Source.On(PagePath("AAA"), RawHttpServer.Answer(503, []));
        rig.ServeChart("AAA", Sessions(time.Now(), 5), time.Now());
        await rig.TrackAsync("AAA");
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await rig.RunAsync();
            Assert.Equal(attempt, rig.Source.Connections);
            Assert.Equal(attempt < 5 ? 0 : 1, rig.Chart.Connections);
            time.Advance(TimeSpan.FromHours(3));
        }

        Assert.Equal([DocumentState.Dead, DocumentState.Loaded], (await rig.DocumentsAsync()).Select(d => d.State));
        Assert.Equal(StockStatus.Current, (await rig.StockAsync("AAA"))!.Status);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Other_stocks_skip_a_paused_host(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider, order: Both);
        var now = rig.Get<TimeProvider>().Now();
        rig.Source.On(PagePath("AAA"), RawHttpServer.Answer(403, []));
        rig.ServeChart("AAA", Sessions(now, 5), now);
        rig.ServeChart("BBB", Sessions(now, 5), now);
        await rig.TrackAsync("AAA");
        await rig.RunAsync();

        await rig.TrackAsync("BBB");
        await rig.RunAsync();

        Assert.Equal([SourceName.YahooChart], (await rig.DocumentsAsync()).Where(d => d.Symbol == "BBB").Select(d => d.Source));
        Assert.Equal((StockStatus.Current, 1), ((await rig.StockAsync("BBB"))!.Status, rig.Source.Connections));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Stock_waits_while_all_hosts_are_paused(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider, order: Both);
        rig.Source.On(PagePath("AAA"), RawHttpServer.Answer(403, []));
        rig.Chart.On(ChartPath("AAA"), RawHttpServer.Answer(403, []));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        await rig.TrackAsync("BBB");
        await rig.RunAsync();

        Assert.Equal(
            [("AAA", SourceName.YahooPage), ("AAA", SourceName.YahooChart), ("BBB", SourceName.YahooPage)],
            (await rig.DocumentsAsync()).Select(d => (d.Symbol, d.Source)));
        Assert.All(await rig.DocumentsAsync(), d => Assert.Equal(DocumentState.Waiting, d.State));
        Assert.Equal(StockStatus.Waiting, (await rig.StockAsync("AAA"))!.Status);
        Assert.Equal((1, 1), (rig.Source.Connections, rig.Chart.Connections));
    }

    [Theory, OnSqlite]
    public async Task Next_session_starts_with_first_source_which_wins(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2025, 6, 16, 12, 0, 0, TimeSpan.Zero));
        await using var rig = await IngestionRig.StartAsync(provider, services => services.AddSingleton<TimeProvider>(time), Both);
        var friday = Sessions(time.Now(), 5);
        rig.Source.On(PagePath("AAA"), RawHttpServer.Answer(403, []));
        rig.ServeChart("AAA", friday, time.Now());
        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        Assert.Equal((SourceName.YahooChart, friday[^1].Close), await LastServedAsync(rig));

        time.Advance(TimeSpan.FromHours(10));
        List<DailyBar> monday = [.. friday.Select(b => b with { Close = b.Close + 0.25 }), new(new(2025, 6, 16), 1, 2, 1, 2, 2, 1)];
        rig.Serve("AAA", Page("AAA", monday, time.Now()));
        await rig.RunAsync();

        Assert.Equal(
            [SourceName.YahooPage, SourceName.YahooChart, SourceName.YahooPage], (await rig.DocumentsAsync()).Select(d => d.Source));
        Assert.Equal(1, rig.Chart.Connections);
        var series = await rig.SeriesAsync("AAA");
        Assert.Equal((SourceName.YahooPage, 6), (series!.Source, series.Bars!.Count));
        Assert.Equal(monday.Select(b => b.Close), series.Bars.Select(b => b.Close));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refresh_falls_back_the_same_way(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider, order: Both);
        var now = rig.Get<TimeProvider>().Now();
        var bars = Sessions(now, 20);
        rig.Serve("AAA", Page("AAA", bars[..^1], now));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        Assert.Equal(StockStatus.Late, (await rig.StockAsync("AAA"))!.Status);
        rig.Source.On(PagePath("AAA"), RawHttpServer.Answer(403, []));
        rig.ServeChart("AAA", bars, now);

        var refresh = await rig.RefreshAsync("AAA");
        await rig.RunAsync();

        Assert.Equal(DocumentState.Superseded, (await rig.DocumentAsync(refresh.Id)).State);
        Assert.Equal(StockStatus.Current, (await rig.StockAsync("AAA"))!.Status);
        var series = await rig.SeriesAsync("AAA");
        Assert.Equal((SourceName.YahooPage, 20), (series!.Source, series.Bars!.Count));
        Assert.Equal((SourceName.YahooChart, bars[^1].Close), await LastServedAsync(rig));
    }

    private static async Task<(SourceName, double)> LastServedAsync(IngestionRig rig)
    {
        var series = await rig.SeriesAsync("AAA");
        var provenance = await rig.Get<ProvenanceQuery>()
            .ProvenanceAsync(Caller.System, Aaa, series!.Bars![^1].Date, CancellationToken.None);
        Assert.Equal(series.Bars[^1].Close, provenance!.Bar.Close);
        return (provenance.Document.Source, provenance.Bar.Close);
    }
}
