using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Storage;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Storage.Transitions;

public class HeartbeatTests
{
    private static readonly byte[] OneBar = "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,1,2,1,2,2,100\n"u8.ToArray();

    [Theory, OnSqlite, OnPostgres]
    public async Task Worker_whose_lease_was_taken_over_stops_at_next_heartbeat(DatabaseProvider provider)
    {
        await using var rig = await StartAsync(provider, lease: TimeSpan.FromSeconds(30));
        await using var held = await AcquireAsync(rig);
        var stopped = StoppedAsync(held);

        await using (var db = rig.Database.Open())
            await db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.Token, d => d.Token + 1));

        await stopped.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(LeaseLossCause.TakenOver, held.LossCause);
    }

    [PostgresFact]
    public async Task One_lost_heartbeat_does_not_end_a_valid_lease()
    {
        await using var rig = await StartAsync(DatabaseProvider.Postgres, lease: TimeSpan.FromSeconds(30));
        await using var held = await AcquireAsync(rig);

        await DropHeartbeatsAsync(rig, until: () => true);
        var before = (await rig.DocumentAsync(held.Document.Id)).LeaseUntil;
        await Eventually.SeeAsync(async () => (await rig.DocumentAsync(held.Document.Id)).LeaseUntil > before ? "renewed" : null);

        Assert.False(held.Lost.IsCancellationRequested);
    }

    [PostgresFact]
    public async Task Worker_that_cannot_renew_its_lease_in_time_stops()
    {
        await using var rig = await StartAsync(DatabaseProvider.Postgres, lease: TimeSpan.FromMilliseconds(250));
        await using var held = await AcquireAsync(rig);

        await DropHeartbeatsAsync(rig, until: () => held.Lost.IsCancellationRequested);

        Assert.Equal((true, LeaseLossCause.NotRenewed), (held.Lost.IsCancellationRequested, held.LossCause));
    }

    private static Task<IngestionRig> StartAsync(DatabaseProvider provider, TimeSpan lease) => IngestionRig.StartAsync(
        provider,
        services => services.PostConfigure<IngestionOptions>(o => (o.Heartbeat, o.Lease) = (TimeSpan.FromMilliseconds(100), lease)));

    private static async Task<DocumentLease> AcquireAsync(IngestionRig rig)
    {
        var document = await rig.Get<FileImport>().ImportAsync(Caller.System, "F.csv", OneBar, CancellationToken.None);
        return (await rig.Get<DocumentLeases>().TryAcquireAsync(document.Id, CancellationToken.None))!;
    }

    private static Task StoppedAsync(DocumentLease held)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        held.Lost.Register(stopped.SetResult);
        return stopped.Task;
    }

    /// <summary>Locks the row and cuts the connection of each heartbeat that waits for it.</summary>
    private static async Task DropHeartbeatsAsync(IngestionRig rig, Func<bool> until)
    {
        await using var holder = rig.Database.Open();
        await using var transaction = await holder.Database.BeginTransactionAsync();
        await holder.Database.ExecuteSqlAsync($"select 1 from document for update");
        await using var killer = rig.Database.Open();
        var cut = false;
        await Eventually.SeeAsync(async () =>
        {
            cut |= await killer.Database
                .SqlQuery<bool>(
                    $"""
                    select pg_terminate_backend(pid) as "Value" from pg_stat_activity
                    where wait_event_type = 'Lock' and datname = current_database()
                    """)
                .AnyAsync();
            return cut && until() ? "lost" : null;
        });
    }
}
