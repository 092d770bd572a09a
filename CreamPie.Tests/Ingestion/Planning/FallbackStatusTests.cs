using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static CreamPie.Tests.Ingestion.SourceResponses;

namespace CreamPie.Tests.Ingestion.Planning;

/// <summary>The status of a stock during and after a fallback round.</summary>
public class FallbackStatusTests
{
    private const string Both = "YahooPage,YahooChart";

    private static readonly Symbol Aaa = Symbol.Parse("AAA");

    [Theory, OnSqlite]
    public async Task Symbol_unknown_to_every_source_for_three_days_is_dropped(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2025, 6, 16, 12, 0, 0, TimeSpan.Zero));
        await using var rig = await IngestionRig.StartAsync(provider, services => services.AddSingleton<TimeProvider>(time), Both);
        await rig.TrackAsync("NONE");
        for (var day = 1; day <= 5; day++)
        {
            await rig.RunAsync();
            var stock = await rig.StockAsync("NONE");
            Assert.Equal(StockStatus.NotFound, stock!.Status);
            Assert.Equal(day < 3 ? time.Now().AddDays(1) : null, stock.NextDue);
            time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal((3, 3), (rig.Source.Connections, rig.Chart.Connections));
    }

    [Theory, OnSqlite]
    public async Task CSV_answer_without_any_data_means_symbol_unknown(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2025, 6, 16, 12, 0, 0, TimeSpan.Zero));
        await using var rig = await IngestionRig.StartAsync(
            provider, services => services.AddSingleton<TimeProvider>(time), "YahooPage,CsvTemplate",
            root => new() { ["Sources:Csv:UrlTemplate"] = $"{root}csv?s={{symbol}}" });
        rig.Source.On("/csv", RawHttpServer.Answer(200, "No data"u8.ToArray(), "Content-Type: text/plain"));
        await rig.TrackAsync("NONE");
        for (var day = 1; day <= 3; day++)
        {
            await rig.RunAsync();
            Assert.Equal(StockStatus.NotFound, (await rig.StockAsync("NONE"))!.Status);
            time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Null((await rig.StockAsync("NONE"))!.NextDue);
        // For a partial range the same answer says nothing about the symbol.
        Assert.Equal(Reason.EmptyUnexpected, (await rig.PullAsync(SourceName.CsvTemplate, "AAA", from: new(2025, 6, 2))).Reason);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Symbol_unknown_to_one_source_and_failing_elsewhere_is_failing(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider, order: Both);
        rig.Chart.On(ChartPath("AAA"), RawHttpServer.Answer(200, "{}"u8.ToArray(), "Content-Type: application/json"));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();

        Assert.Equal([Reason.SymbolUnknown, Reason.Layout], (await rig.DocumentsAsync()).Select(d => d.Reason));
        var stock = await rig.StockAsync("AAA");
        Assert.Equal(StockStatus.Failing, stock!.Status);
        Assert.True(stock.NextDue > rig.Get<TimeProvider>().Now());
        Assert.Null((await rig.Get<PullQuery>().NewestAsync(Caller.System, Aaa, CancellationToken.None))!.WaitsUntil);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Newest_pull_is_the_one_still_open(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider, order: Both);
        rig.Source.On(PagePath("AAA"), RawHttpServer.Answer(403, []));
        await rig.TrackAsync("AAA");
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        await rig.Get<Pipeline>().RunAsync((await rig.DocumentsAsync())[0].Id, CancellationToken.None);
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        var documents = await rig.DocumentsAsync();
        Assert.Equal((DocumentState.Planned, documents[1].Id), await NewestAsync());

        // The second source does not know the symbol; the first is still waiting.
        await rig.RunAsync();
        Assert.Equal((DocumentState.Waiting, documents[0].Id), await NewestAsync());
        Assert.Equal(StockStatus.Waiting, (await rig.StockAsync("AAA"))!.Status);
        var tracked = await rig.Get<StockQuery>().TrackedAsync(Caller.System, null, null, new PageRequest(), CancellationToken.None);
        Assert.Equal(documents[0].Id, tracked.Items[0].Pull!.DocumentId);

        async Task<(DocumentState?, int?)> NewestAsync()
        {
            var view = await rig.Get<PullQuery>().NewestAsync(Caller.System, Aaa, CancellationToken.None);
            return (view!.State, view.DocumentId);
        }
    }

    [Theory, OnSqlite]
    public async Task Network_failure_of_one_source_is_retried_daily(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider, order: Both);
        rig.Chart.On(ChartPath("AAA"), RawHttpServer.Answer(200, "{}"u8.ToArray(), "Content-Type: application/json"));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        Assert.Equal(0, await rig.Get<DeadLetterRetries>().RetryTransientAsync(CancellationToken.None));
        await using (var db = rig.Database.Open())
            await db.Documents
                .Where(d => d.Source == SourceName.YahooPage)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.Reason, Reason.Network));

        Assert.Equal(1, await rig.Get<DeadLetterRetries>().RetryTransientAsync(CancellationToken.None));
        Assert.True((await rig.StockAsync("AAA"))!.NextDue <= rig.Get<TimeProvider>().Now());
    }
}
