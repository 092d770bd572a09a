using System.Text;
using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion.Planning;

public sealed class PauseTests
{
    private static readonly Symbol Aaa = Symbol.Parse("AAA");

    [Theory, OnSqlite, OnPostgres]
    public async Task Pausing_a_stock_supersedes_its_planned_pull(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await rig.TrackAsync("AAA");
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);

        Assert.True(await PauseAsync(rig));
        Assert.True(await PauseAsync(rig));
        await rig.RunAsync();

        Assert.Equal(DocumentState.Superseded, Assert.Single(await rig.DocumentsAsync()).State);
        Assert.Equal(0, rig.Source.Connections);
        Assert.Equal((StockStatus.Paused, null), await StatusAsync(rig));
        Assert.IsType<RefreshResult.StockPaused>(await rig.Get<ManualPulls>().RefreshAsync(Caller.System, Aaa, CancellationToken.None));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pull_finishing_after_the_pause_loads_and_stock_stays_paused(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var page = Encoding.UTF8.GetBytes(HandWrittenPages.Page(HandWrittenPages.Table(), "AAA"));
        await PauseWhileFetchingAsync(rig, RawHttpServer.Answer(200, page, "Content-Type: text/html"));

        Assert.NotEmpty(await rig.BarsAsync("AAA"));
        var stock = await rig.StockAsync("AAA");
        Assert.Equal((StockStatus.Paused, null, Outcome.Loaded), (stock!.Status, stock.NextDue, stock.LastOutcome!.Value));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pull_failing_after_the_pause_is_not_retried(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await PauseWhileFetchingAsync(rig, RawHttpServer.Answer(503, []));

        Assert.Equal((StockStatus.Paused, null), await StatusAsync(rig));
        Assert.Equal(DocumentState.Superseded, Assert.Single(await rig.DocumentsAsync()).State);
    }

    [PostgresFact]
    public async Task Pause_committed_while_a_pull_ends_is_not_overwritten()
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Postgres);
        rig.Source.On("/quote/AAA/history/", RawHttpServer.Answer(503, []));
        await rig.TrackAsync("AAA");
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        await using var db = rig.Database.Open();
        await using var pausing = await db.Database.BeginTransactionAsync();
        await db.Stocks.ExecuteUpdateAsync(set => set
            .SetProperty(s => s.Status, StockStatus.Paused).SetProperty(s => s.NextDue, (DateTime?)null));

        var run = Task.Run(() => rig.RunAsync());
        await Eventually.SeeAsync(async () =>
        {
            await using var watching = rig.Database.Open();
            var waiting = await watching.Database
                .SqlQuery<int>(
                    $"""
                    select count(*)::int as "Value" from pg_stat_activity
                    where datname = current_database() and wait_event_type = 'Lock'
                    """)
                .SingleAsync();
            return waiting > 0 ? "a worker waits for the pause" : null;
        });
        await pausing.CommitAsync();
        await run;

        Assert.Equal((StockStatus.Paused, null), await StatusAsync(rig));
    }

    [Theory]
    [OnSqlite(StockStatus.Paused), OnSqlite(StockStatus.Failing), OnSqlite(StockStatus.NotFound)]
    [OnPostgres(StockStatus.Paused), OnPostgres(StockStatus.Failing), OnPostgres(StockStatus.NotFound)]
    public async Task Reactivated_stock_is_pulled_at_once(DatabaseProvider provider, StockStatus status)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await rig.TrackAsync("AAA");
        await using (var db = rig.Database.Open())
            await db.Stocks.ExecuteUpdateAsync(set => set.SetProperty(s => s.Status, status).SetProperty(s => s.NextDue, (DateTime?)null));

        Assert.True(await ReactivateAsync(rig));
        var due = await StatusAsync(rig);
        Assert.True(await ReactivateAsync(rig));
        Assert.Equal(due, await StatusAsync(rig));
        await rig.RunAsync();

        Assert.Equal(1, rig.Source.Connections);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Reactivating_a_healthy_stock_does_not_pull_sooner(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await rig.TrackAsync("AAA");
        var before = await StatusAsync(rig);

        Assert.True(await ReactivateAsync(rig));

        Assert.Equal(before, await StatusAsync(rig));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Untracked_stock_can_be_neither_paused_nor_reactivated(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await rig.DropAsync("AAA.csv", "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,1,2,1,2,2,100\n"u8.ToArray());

        Assert.False(await PauseAsync(rig));
        Assert.False(await ReactivateAsync(rig));
        Assert.False(await rig.Get<Tracker>().PauseAsync(Caller.System, Symbol.Parse("NONE"), CancellationToken.None));

        Assert.Equal((StockStatus.Imported, null), await StatusAsync(rig));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Dead_letter_of_a_paused_or_untracked_stock_is_not_retried(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await rig.TrackAsync("AAA");
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        var id = (await rig.DocumentsAsync()).Single().Id;
        await using (var db = rig.Database.Open())
            await db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DocumentState.Dead));

        await PauseAsync(rig);
        await IsNotRetriedAsync(RetryResult.StockPaused);
        await using (var db = rig.Database.Open())
            await db.Stocks.ExecuteUpdateAsync(set => set.SetProperty(s => s.Status, StockStatus.Imported));
        await IsNotRetriedAsync(RetryResult.StockNotTracked);
        await using (var db = rig.Database.Open())
            await db.Stocks.ExecuteUpdateAsync(set => set.SetProperty(s => s.Status, StockStatus.Failing));
        Assert.Equal(RetryResult.Queued, await rig.Get<DeadLetterRetries>().RetryAsync(Caller.System, id, CancellationToken.None));
        Assert.Equal(RetryResult.NothingToRetry, await rig.Get<DeadLetterRetries>().RetryAsync(Caller.System, id, CancellationToken.None));

        async Task IsNotRetriedAsync(RetryResult why)
        {
            Assert.Equal(why, await rig.Get<DeadLetterRetries>().RetryAsync(Caller.System, id, CancellationToken.None));
            Assert.Equal(0, await rig.Get<DeadLetterRetries>().RetryAllAsync(Caller.System, [id], CancellationToken.None));
            await rig.RunAsync();
            Assert.Equal(DocumentState.Dead, (await rig.DocumentAsync(id)).State);
        }
    }

    [Fact]
    public async Task Analyst_can_neither_pause_nor_reactivate_nor_retry_many()
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Sqlite);
        var analyst = new Caller("1", "ann", new HashSet<string> { Roles.Analyst });

        await Assert.ThrowsAsync<AccessDeniedException>(() => rig.Get<Tracker>().PauseAsync(analyst, Aaa, CancellationToken.None));
        await Assert.ThrowsAsync<AccessDeniedException>(() => rig.Get<Tracker>().ReactivateAsync(analyst, Aaa, CancellationToken.None));
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            rig.Get<DeadLetterRetries>().RetryAllAsync(analyst, [1], CancellationToken.None));
    }

    private static async Task PauseWhileFetchingAsync(IngestionRig rig, byte[] answer)
    {
        var asked = new TaskCompletionSource();
        var paused = new TaskCompletionSource();
        rig.Source.On("/quote/AAA/history/", async (stream, cancel) =>
        {
            asked.TrySetResult();
            await paused.Task;
            await stream.WriteAsync(answer, cancel);
        });
        await rig.TrackAsync("AAA");
        var run = rig.RunAsync();
        await asked.Task;
        Assert.True(await PauseAsync(rig));
        paused.SetResult();
        await run;
        await rig.RunAsync();
    }

    private static Task<bool> PauseAsync(IngestionRig rig) => rig.Get<Tracker>().PauseAsync(Caller.System, Aaa, CancellationToken.None);

    private static Task<bool> ReactivateAsync(IngestionRig rig) =>
        rig.Get<Tracker>().ReactivateAsync(Caller.System, Aaa, CancellationToken.None);

    private static async Task<(StockStatus, DateTime?)> StatusAsync(IngestionRig rig) =>
        await rig.StockAsync("AAA") is { } stock ? (stock.Status, stock.NextDue) : throw new InvalidOperationException();
}
