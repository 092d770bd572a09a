using CreamPie.Core.Accounts;
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
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CreamPie.Tests.Storage.Transitions;

/// <summary>Ends of leases that are written twice, too late or never, because of an outage.</summary>
public class LostEndTests
{
    private static readonly GeneratedMarket Market = new(60);

    [Theory, OnSqlite, OnPostgres]
    public async Task Attempt_end_written_twice_counts_once(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var id = await PlannedAsync(rig);
        await using var lease = await rig.Get<DocumentLeases>().TryAcquireAsync(id, CancellationToken.None);
        var ending = AttemptResult.Refuse(Reason.Layout, "unknown") with { CountsAsAttempt = false };

        for (var time = 0; time < 2; time++)
            Assert.True(await rig.Get<AttemptRecorder>().EndedAsync(lease!, ending, 1, CancellationToken.None));
        await rig.Get<DocumentLeases>().ReleaseAsync(lease!, null, CancellationToken.None);

        Assert.Equal((DocumentState.Quarantined, 0), ((await rig.DocumentAsync(id)).State, (await rig.DocumentAsync(id)).Attempts));
        await using var db = rig.Database.Open();
        Assert.Equal(1, (await db.SourceHealth.SingleAsync()).UnknownLayouts);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Late_worker_does_not_requeue_a_superseded_document(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var id = await PlannedAsync(rig);
        await using var frozen = await rig.Get<DocumentLeases>().TryAcquireAsync(id, CancellationToken.None);
        await LeaseEndsAsync(rig);
        Assert.True(await rig.Get<Supersession>().SupersedeAsync(Caller.System, id, CancellationToken.None));

        Assert.False(await rig.Get<AttemptRecorder>()
            .EndedAsync(frozen!, AttemptResult.Retry(Reason.Network, "late", 1, 5), null, CancellationToken.None));
        await rig.Get<DocumentLeases>().ReleaseAsync(frozen!, null, CancellationToken.None);

        Assert.Equal(DocumentState.Superseded, (await rig.DocumentAsync(id)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Outage_of_seconds_is_awaited_and_uncharged(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var id = await DroppedAsync(rig);
        var away = new OutageContexts(rig.Database.Contexts, () => new NpgsqlException("The connection is gone.", new IOException()))
        {
            Faults = 1 + 7,
        };

        await Assert.ThrowsAsync<NpgsqlException>(() => PipelineOver(rig, away).RunAsync(id, CancellationToken.None));

        var document = await rig.DocumentAsync(id);
        Assert.Equal((DocumentState.Archived, 0, 0, null), (document.State, document.Attempts, document.Crashes, document.LeaseOwner));
        Assert.Equal((0, Reason.Outage), (away.Faults, document.Reason!.Value));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Repeated_long_outages_never_count_as_crashes(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var id = await DroppedAsync(rig);
        // A full disk is no short fault: the end is not retried for half a minute.
        var away = new OutageContexts(rig.Database.Contexts, () => new SqliteException("The disk is full.", 13)) { Faults = int.MaxValue };
        var pipeline = PipelineOver(rig, away);
        for (var outage = 0; outage < 7; outage++)
        {
            await Assert.ThrowsAsync<SqliteException>(() => pipeline.RunAsync(id, CancellationToken.None));
            Assert.Equal((1, 0), ((await rig.DocumentAsync(id)).Attempts, (await rig.DocumentAsync(id)).Crashes));
            await LeaseEndsAsync(rig);
        }

        away.Faults = 0;
        await pipeline.RunAsync(id, CancellationToken.None);

        Assert.Equal(DocumentState.Loaded, (await rig.DocumentAsync(id)).State);
    }

    /// <summary>A pipeline whose attempts use a database with outages.</summary>
    private static Pipeline PipelineOver(IngestionRig rig, OutageContexts away)
    {
        var attempts = Make<AttemptRecorder>(rig, (IDbContextFactory<CreamPieDbContext>)away);
        return Make<Pipeline>(rig, Make<DocumentFetcher>(rig, attempts), Make<DocumentCompletion>(rig, attempts));
    }

    private static T Make<T>(IngestionRig rig, params object[] given) => ActivatorUtilities.CreateInstance<T>(rig.Database.Services, given);

    private static async Task<int> DroppedAsync(IngestionRig rig) =>
        (await rig.Get<FileImport>().ImportAsync(Caller.System, "FOO.html", Market.Page("FOO", 60), CancellationToken.None)).Id;

    private static async Task<int> PlannedAsync(IngestionRig rig)
    {
        await rig.TrackAsync("AAA");
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        return (await rig.DocumentsAsync()).Single().Id;
    }

    private static async Task LeaseEndsAsync(IngestionRig rig)
    {
        await using var db = rig.Database.Open();
        await db.Documents.ExecuteUpdateAsync(set => set
            .SetProperty(d => d.LeaseUntil, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
    }
}
