using System.Text;
using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Stocks;

public sealed class PullQueryTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Pull_is_visible_at_every_step(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Serve("TSLA", Encoding.UTF8.GetBytes(HandWrittenPages.Page(HandWrittenPages.Table(), "TSLA")));
        Assert.Null(await NewestAsync(rig, "TSLA"));

        await rig.TrackAsync("TSLA");
        Assert.Equal((null, null, true), await StepAsync());

        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        Assert.Equal((DocumentState.Planned, null, true), await StepAsync());

        var id = (await rig.DocumentsAsync()).Single().Id;
        var later = new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        await using (var lease = await rig.Get<DocumentLeases>().TryAcquireAsync(id, CancellationToken.None))
        {
            Assert.Equal((DocumentState.Fetching, null, true), await StepAsync());
            await rig.Get<DocumentLeases>().ReleaseAsync(lease!, later, CancellationToken.None);
        }
        Assert.Equal((DocumentState.Waiting, later, true), await StepAsync());
        Assert.Null((await NewestAsync(rig, "TSLA"))!.Reason);

        await MakeDueAsync(rig, id);
        await rig.RunAsync();
        Assert.Equal((DocumentState.Loaded, null, false), await StepAsync());
        var bars = await rig.BarsAsync("TSLA");
        var loaded = (await NewestAsync(rig, "TSLA"))!;
        Assert.Equal((bars.Count, bars[0].Date, bars[^1].Date), (loaded.Bars, loaded.FirstBar, loaded.LastBar));
        Assert.Equal(id, loaded.DocumentId);
        Assert.True(loaded.IsArchived);

        async Task<(DocumentState?, DateTime?, bool)> StepAsync()
        {
            var pull = (await NewestAsync(rig, "TSLA"))!;
            return (pull.State, pull.WaitsUntil, pull.IsOpen);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refused_pull_states_its_reason_and_the_next_pull(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Serve("TSLA", "no history"u8.ToArray());
        await rig.TrackAsync("TSLA");
        await rig.RunAsync();

        var refused = (await NewestAsync(rig, "TSLA"))!;

        Assert.Equal((DocumentState.Quarantined, true, false), (refused.State, refused.IsArchived, refused.IsOpen));
        Assert.NotNull(refused.Reason);
        Assert.NotEmpty(refused.Error!);
        Assert.Equal((await rig.StockAsync("TSLA"))!.NextDue, refused.NextPull);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Failed_attempt_waits_with_its_reason(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Source.On("/quote/TSLA/history/", RawHttpServer.Answer(503, []));
        await rig.TrackAsync("TSLA");
        await rig.RunAsync();

        var waiting = (await NewestAsync(rig, "TSLA"))!;

        Assert.Equal((DocumentState.Waiting, Reason.ServerError, true), (waiting.State, waiting.Reason, waiting.IsOpen));
        Assert.Equal((await rig.DocumentsAsync()).Single().NextAttempt, waiting.WaitsUntil);
    }

    [Fact]
    public async Task Retracked_stock_does_not_report_its_earlier_pull()
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Sqlite);
        rig.Serve("TSLA", Encoding.UTF8.GetBytes(HandWrittenPages.Page(HandWrittenPages.Table(), "TSLA")));
        await rig.TrackAsync("TSLA");
        await rig.RunAsync();
        await rig.Get<Tracker>().UntrackAsync(Caller.System, Symbol.Parse("TSLA"), CancellationToken.None);
        Assert.Null((await NewestAsync(rig, "TSLA"))!.NextPull);

        await rig.TrackAsync("TSLA");

        Assert.Null((await NewestAsync(rig, "TSLA"))!.State);
    }

    [Fact]
    public async Task Stock_imported_from_a_file_has_no_pull()
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Sqlite);
        await rig.DropAsync(
            "TSLA.csv", "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,1,1,1,1,1,1\n2024-01-03,1,1,1,1,1,1\n"u8.ToArray());

        Assert.Null(await NewestAsync(rig, "TSLA"));
    }

    private static Task<PullView?> NewestAsync(IngestionRig rig, string symbol) =>
        rig.Get<PullQuery>().NewestAsync(Analyst, Symbol.Parse(symbol), CancellationToken.None);

    private static async Task MakeDueAsync(IngestionRig rig, int id)
    {
        await using var db = rig.Database.Open();
        (await db.Documents.FindAsync(id))!.NextAttempt = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        await db.SaveChangesAsync();
    }
}
