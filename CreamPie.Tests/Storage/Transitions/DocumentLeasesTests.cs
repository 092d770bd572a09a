using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Storage.Transitions;

public class DocumentLeasesTests
{
    private static readonly byte[] OneBar = "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,1,2,1,2,2,100\n"u8.ToArray();

    [Theory, OnSqlite, OnPostgres]
    public async Task One_of_many_concurrent_workers_leases_the_document(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var id = await ArchivedAsync(rig);

        var leases = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => Task.Run(() => rig.Get<DocumentLeases>().TryAcquireAsync(id, CancellationToken.None))));

        var lease = Assert.Single(leases, c => c is not null)!;
        Assert.Equal((1, 1L), (lease.Document.Attempts, lease.Token));
        await lease.DisposeAsync();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Worker_without_its_lease_cannot_write(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var id = await ArchivedAsync(rig);
        await using var expired = await rig.Get<DocumentLeases>().TryAcquireAsync(id, CancellationToken.None);
        await LeaseEndsAsync(rig, id);

        await using (var successor = await rig.Get<DocumentLeases>().TryAcquireAsync(id, CancellationToken.None))
            Assert.Equal(expired!.Token + 1, successor!.Token);
        var written = await rig.Get<AttemptRecorder>().EndedAsync(
            expired, AttemptResult.Refuse(Reason.Layout, "late"), null, CancellationToken.None);

        Assert.False(written);
        Assert.Equal(DocumentState.Archived, (await rig.DocumentAsync(id)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Expired_lease_of_a_dead_worker_is_taken_over(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var id = await ArchivedAsync(rig);
        await using var dead = await rig.Get<DocumentLeases>().TryAcquireAsync(id, CancellationToken.None);
        Assert.Equal(RunResult.NothingToDo, await rig.Get<Pipeline>().RunAsync(id, CancellationToken.None));

        await LeaseEndsAsync(rig, id);
        await rig.RunAsync();

        var document = await rig.DocumentAsync(id);
        Assert.Equal(DocumentState.Loaded, document.State);
        Assert.Single(await rig.BarsAsync("F"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Crash_loop_is_given_up_and_loads_after_a_retry(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var id = await ArchivedAsync(rig);
        for (var death = 0; death < 3; death++)
        {
            await using var dying = await rig.Get<DocumentLeases>().TryAcquireAsync(id, CancellationToken.None);
            await rig.Get<AttemptRecorder>().BeginAsync(dying!, CancellationToken.None);
            await LeaseEndsAsync(rig, id);
        }

        await rig.RunAsync();
        var document = await rig.DocumentAsync(id);
        Assert.Equal((DocumentState.Dead, Reason.CrashLoop), (document.State, document.Reason));
        await using (var db = rig.Database.Open())
        {
            var attempts = await db.Attempts.OrderBy(a => a.N).ToListAsync();
            Assert.All(attempts, a => Assert.NotNull(a.Ended));
            Assert.Equal([null, null, null, Outcome.Dead], attempts.Select(a => a.Outcome));
            Assert.Equal((Reason.CrashLoop, document.Error), (attempts[3].Reason, attempts[3].Error));
        }

        await rig.Get<DeadLetterRetries>().RetryAsync(CreamPie.Core.Accounts.Caller.System, id, CancellationToken.None);
        await rig.RunAsync();
        Assert.Equal(DocumentState.Loaded, (await rig.DocumentAsync(id)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Shutdown_releases_the_document_uncharged(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        using var stopping = new CancellationTokenSource();
        var entered = new TaskCompletionSource();
        rig.Source.On("/quote/SLOW/history/", async (_, cancel) =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, cancel);
        });
        await rig.TrackAsync("SLOW");
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        var id = Assert.Single(await rig.DocumentsAsync()).Id;

        var run = rig.Get<Pipeline>().RunAsync(id, stopping.Token);
        await entered.Task;
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        var document = await rig.DocumentAsync(id);
        Assert.Equal((DocumentState.Waiting, 0, null), (document.State, document.Attempts, document.LeaseOwner));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Concurrent_planners_plan_a_due_stock_once(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await rig.TrackAsync("AAA");
        await rig.TrackAsync("BBB");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => rig.Get<Planner>().PlanDueAsync(CancellationToken.None))));

        Assert.Equal(["AAA", "BBB"], (await rig.DocumentsAsync()).Select(d => d.Symbol).Order());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Paused_stock_is_not_planned(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await rig.TrackAsync("AAA");
        await using (var db = rig.Database.Open())
            await db.Stocks.ExecuteUpdateAsync(set => set.SetProperty(s => s.Status, StockStatus.Paused));

        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);

        Assert.Empty(await rig.DocumentsAsync());
    }

    [Theory, OnSqlite]
    public async Task Restart_on_SQLite_releases_all_leases_uncharged(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var id = await ArchivedAsync(rig);
        await using var killed = await rig.Get<DocumentLeases>().TryAcquireAsync(id, CancellationToken.None);

        await rig.Get<DocumentLeases>().ReleaseAllAsync(CancellationToken.None);
        await rig.RunAsync();

        Assert.Equal((DocumentState.Loaded, 0), ((await rig.DocumentAsync(id)).State, (await rig.DocumentAsync(id)).Crashes));
    }

    private static async Task<int> ArchivedAsync(IngestionRig rig) =>
        (await rig.Get<FileImport>().ImportAsync(CreamPie.Core.Accounts.Caller.System, "F.csv", OneBar, CancellationToken.None)).Id;

    private static async Task LeaseEndsAsync(IngestionRig rig, int id)
    {
        await using var db = rig.Database.Open();
        await db.Documents.Where(d => d.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.LeaseUntil, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
    }
}
