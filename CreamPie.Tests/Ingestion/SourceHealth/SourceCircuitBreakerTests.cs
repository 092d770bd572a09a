using System.Text;
using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Ingestion.SourceHealth;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static CreamPie.Tests.Ingestion.SourceResponses;

namespace CreamPie.Tests.Ingestion.SourceHealth;

/// <summary>The circuit breaker: three documents with an unknown layout stop a source before every symbol fails.</summary>
public class SourceCircuitBreakerTests
{
    private const string Both = "YahooPage,YahooChart";
    private static readonly string[] Three = ["AAA", "BBB", "CCC"];

    [Theory, OnSqlite, OnPostgres]
    public async Task Three_symbols_with_an_unknown_layout_stop_the_source(DatabaseProvider provider)
    {
        var log = new LogLines();
        await using var rig = await IngestionRig.StartAsync(provider, services => services.AddLogging(b => b.AddProvider(log)), Both);
        var now = rig.Get<TimeProvider>().Now();
        foreach (var symbol in Three)
            await TrackChangedAsync(rig, symbol);
        rig.Serve("DDD", Page("DDD", Sessions(now, 5), now));
        rig.ServeChart("DDD", Sessions(now, 5), now);

        await rig.TrackAsync("DDD");
        await rig.RunAsync();

        Assert.Equal(3, rig.Source.Connections);
        Assert.Equal(0, rig.Source.Requests.Count(r => r.Contains("DDD", StringComparison.Ordinal)));
        Assert.Equal([SourceName.YahooChart], (await rig.DocumentsAsync()).Where(d => d.Symbol == "DDD").Select(d => d.Source));
        Assert.Equal(StockStatus.Current, (await rig.StockAsync("DDD"))!.Status);
        var health = await HealthAsync(rig);
        Assert.Equal((3, Reason.Layout), (health.UnknownLayouts, health.LastReason!.Value));
        Assert.NotNull(health.StoppedAt);
        Assert.Contains("unknown layout", health.StoppedWhy, StringComparison.Ordinal);
        Assert.Equal(rig.Get<CreamPie.Core.Sources.SourceCatalog>()[SourceName.YahooPage].ParserVersion, health.StoppedParserVersion);
        Assert.Single(log, l => l.Contains("Source YahooPage stopped", StringComparison.Ordinal));
        Assert.Contains("?Price", (await rig.DocumentsAsync())[0].Layout, StringComparison.Ordinal);
    }

    [Theory, OnSqlite]
    public async Task Renamed_chart_series_stops_the_chart_source(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider, order: "YahooChart");
        var now = rig.Get<TimeProvider>().Now();
        foreach (var symbol in Three)
        {
            var renamed = ChartJson(symbol, Sessions(now, 5), now).Replace("\"close\":", "\"closing\":", StringComparison.Ordinal);
            rig.Chart.On(ChartPath(symbol), RawHttpServer.Answer(200, Encoding.UTF8.GetBytes(renamed), "Content-Type: application/json"));
            await rig.TrackAsync(symbol);
            await rig.RunAsync();
        }

        var documents = await rig.DocumentsAsync();
        Assert.All(documents, d => Assert.Equal((DocumentState.Quarantined, Reason.Layout), (d.State, d.Reason!.Value)));
        Assert.All(documents, d => Assert.Contains("closing", d.Layout, StringComparison.Ordinal));
        Assert.NotNull((await HealthAsync(rig, SourceName.YahooChart)).StoppedAt);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pull_planned_before_the_stop_is_not_fetched(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider, order: Both);
        var now = rig.Get<TimeProvider>().Now();
        rig.ServeChart("DDD", Sessions(now, 5), now);
        await rig.TrackAsync("DDD");
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        var planned = Assert.Single(await rig.DocumentsAsync());
        await rig.Database.AddAsync(new SourceHealthRow
        {
            Source = SourceName.YahooPage,
            UnknownLayouts = 3,
            StoppedAt = now,
            StoppedWhy = "new pages",
            StoppedParserVersion = 99,
        });

        var result = await rig.Get<Pipeline>().RunAsync(planned.Id, CancellationToken.None);
        Assert.Contains("new pages", result.Sentence, StringComparison.Ordinal);
        await rig.RunAsync();

        Assert.Equal(DocumentState.Superseded, (await rig.DocumentAsync(planned.Id)).State);
        Assert.Equal((0, 1, StockStatus.Current), (rig.Source.Connections, rig.Chart.Connections, (await rig.StockAsync("DDD"))!.Status));
    }

    [Theory, OnSqlite]
    public async Task Loaded_document_resets_the_count_and_each_document_counts_once(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var now = rig.Get<TimeProvider>().Now();
        await TrackChangedAsync(rig, "AAA");
        await TrackChangedAsync(rig, "BBB");
        var again = (await rig.DocumentsAsync())[1].Id;
        for (var i = 0; i < 3; i++)
        {
            await rig.Get<DeadLetterRetries>().RetryAsync(Caller.System, again, CancellationToken.None);
            await rig.RunAsync();
        }
        Assert.Equal(2, (await HealthAsync(rig)).UnknownLayouts);

        rig.Serve("DDD", Page("DDD", Sessions(now, 5), now));
        await rig.TrackAsync("DDD");
        await rig.RunAsync();
        var health = await HealthAsync(rig);
        Assert.Equal((0, null), (health.UnknownLayouts, health.StoppedAt));
        Assert.NotNull(health.LastLoadedAt);
        Assert.StartsWith("chart:", health.Layout, StringComparison.Ordinal);
        await TrackChangedAsync(rig, "CCC");
        Assert.Null((await HealthAsync(rig)).StoppedAt);
    }

    [Theory, OnSqlite]
    public async Task Dropped_file_with_an_unknown_layout_counts_against_no_source(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        foreach (var symbol in Three)
            Assert.Equal(Reason.Layout, (await rig.DropAsync($"{symbol}.html", Changed(symbol))).Reason);

        await using var db = rig.Database.Open();
        Assert.Empty(await db.SourceHealth.ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Admin_resumes_a_stopped_source_and_its_stocks_are_due(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var now = rig.Get<TimeProvider>().Now();
        foreach (var symbol in Three)
            await TrackChangedAsync(rig, symbol);
        await rig.TrackAsync("DDD");
        await rig.RunAsync();
        Assert.Equal(StockStatus.Failing, (await rig.StockAsync("DDD"))!.Status);
        Assert.Equal(3, (await rig.DocumentsAsync()).Count);
        foreach (var symbol in Three.Append("DDD"))
            rig.Serve(symbol, Page(symbol, Sessions(now, 5), now));

        var control = rig.Get<SourceControl>();
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            control.ResumeAsync(SeedData.Analyst, SourceName.YahooPage, CancellationToken.None));
        Assert.True(await control.ResumeAsync(SeedData.Admin, SourceName.YahooPage, CancellationToken.None));
        Assert.False(await control.ResumeAsync(SeedData.Admin, SourceName.YahooPage, CancellationToken.None));
        await rig.RunAsync();

        foreach (var symbol in Three.Append("DDD"))
            Assert.Equal(StockStatus.Current, (await rig.StockAsync(symbol))!.Status);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Newer_parser_resumes_the_source_and_rereads_its_documents(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        foreach (var symbol in Three)
            await TrackChangedAsync(rig, symbol);
        await using (var db = rig.Database.Open())
        {
            await db.SourceHealth.ExecuteUpdateAsync(set => set.SetProperty(h => h.StoppedParserVersion, 0));
            await db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.ParserVersion, 0));
        }

        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);

        Assert.Null((await HealthAsync(rig)).StoppedAt);
        var documents = await rig.DocumentsAsync();
        Assert.Equal([DocumentState.Archived, DocumentState.Archived, DocumentState.Archived], documents.Take(3).Select(d => d.State));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Newer_parser_retries_refused_documents_once_without_a_stopped_source(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await TrackChangedAsync(rig, "AAA");
        await rig.DropAsync("BBB.html", Changed("BBB"));
        await using (var db = rig.Database.Open())
            await db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.ParserVersion, 0));
        var attempts = await AttemptsAsync();

        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        await rig.RunAsync();
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        await rig.RunAsync();

        Assert.Equal(attempts + 2, await AttemptsAsync());
        Assert.All(await rig.DocumentsAsync(), d => Assert.Equal((DocumentState.Quarantined, Reason.Layout), (d.State, d.Reason!.Value)));

        async Task<int> AttemptsAsync()
        {
            await using var db = rig.Database.Open();
            return await db.Attempts.CountAsync();
        }
    }

    [Theory, OnSqlite]
    public async Task Dead_letter_of_a_stopped_source_is_retried_after_resume(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await rig.TrackAsync("NONE");
        await rig.RunAsync();
        var dead = Assert.Single(await rig.DocumentsAsync());
        await using (var db = rig.Database.Open())
            await db.SourceHealth.ExecuteUpdateAsync(set => set
                .SetProperty(h => h.StoppedAt, rig.Get<TimeProvider>().Now()).SetProperty(h => h.StoppedParserVersion, 99));

        Assert.Equal(
            RetryResult.SourceStopped, await rig.Get<DeadLetterRetries>().RetryAsync(Caller.System, dead.Id, CancellationToken.None));
        await rig.Get<SourceControl>().ResumeAsync(Caller.System, SourceName.YahooPage, CancellationToken.None);
        Assert.Equal(RetryResult.Queued, await rig.Get<DeadLetterRetries>().RetryAsync(Caller.System, dead.Id, CancellationToken.None));
    }

    private static async Task TrackChangedAsync(IngestionRig rig, string symbol)
    {
        rig.Serve(symbol, Changed(symbol));
        await rig.TrackAsync(symbol);
        await rig.RunAsync();
    }

    /// <summary>A page without a payload whose close column is renamed.</summary>
    private static byte[] Changed(string symbol) => Encoding.UTF8.GetBytes(HandWrittenPages.Page(
        HandWrittenPages.Table(HandWrittenPages.Headers.Replace("<th>Close <span>", "<th>Price <span>", StringComparison.Ordinal))
            + $"<!--{new string('.', 4_000)}-->",
        symbol));

    private static async Task<SourceHealthRow> HealthAsync(IngestionRig rig, SourceName source = SourceName.YahooPage)
    {
        await using var db = rig.Database.Open();
        return await db.SourceHealth.SingleAsync(h => h.Source == source);
    }
}
