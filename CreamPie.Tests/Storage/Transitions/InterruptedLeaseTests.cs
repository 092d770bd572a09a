using System.Data.Common;
using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Storage.Transitions;

/// <summary>Leases interrupted by a shutdown or an outage: the document is free again and no attempt is charged.</summary>
public class InterruptedLeaseTests
{
    private static readonly byte[] OneBar = "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,1,2,1,2,2,100\n"u8.ToArray();

    private readonly Meanwhile _meanwhile = new();

    [Theory, OnSqlite, OnPostgres]
    public async Task Stop_while_acquiring_releases_the_document_uncharged(DatabaseProvider provider)
    {
        await using var rig = await StartAsync(provider);
        var id = await ArchivedAsync(rig);
        using var stopping = new CancellationTokenSource();
        _meanwhile.AfterAcquire = stopping.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.Get<Pipeline>().RunAsync(id, stopping.Token));

        var document = await rig.DocumentAsync(id);
        Assert.Equal(
            (DocumentState.Archived, 1L, 0, 0, null),
            (document.State, document.Token, document.Attempts, document.Crashes, document.LeaseOwner));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Lost_acquire_answers_never_count_as_crashes(DatabaseProvider provider)
    {
        await using var rig = await StartAsync(provider);
        var id = await ArchivedAsync(rig);
        _meanwhile.AfterAcquire = Fail;
        for (var times = 1; times <= 4; times++)
        {
            await Assert.ThrowsAsync<SqliteException>(() => rig.Get<DocumentLeases>().TryAcquireAsync(id, CancellationToken.None));
            var document = await rig.DocumentAsync(id);
            Assert.Equal((times, 1, 0), (document.Token, document.Attempts, document.Crashes));
            await LeaseEndsAsync(rig);
        }

        _meanwhile.AfterAcquire = null;
        await using var lease = await rig.Get<DocumentLeases>().TryAcquireAsync(id, CancellationToken.None);

        Assert.Equal((1, 0), (lease!.Document.Attempts, lease.Document.Crashes));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Interrupted_lease_stays_uncharged_only_until_the_next_lease(DatabaseProvider provider)
    {
        await using var rig = await StartAsync(provider);
        var (id, leases) = (await ArchivedAsync(rig), rig.Get<DocumentLeases>());
        await using (var interrupted = await leases.TryAcquireAsync(id, CancellationToken.None))
            leases.KeepUncharged(interrupted!);
        Assert.Null(await leases.TryAcquireAsync(id, CancellationToken.None));
        await LeaseEndsAsync(rig);

        _meanwhile.BeforeAcquire = Fail;
        await Assert.ThrowsAsync<SqliteException>(() => leases.TryAcquireAsync(id, CancellationToken.None));
        _meanwhile.BeforeAcquire = null;
        await using (var successor = await leases.TryAcquireAsync(id, CancellationToken.None))
            Assert.Equal((1, 0), (successor!.Document.Attempts, successor.Document.Crashes));
        await LeaseEndsAsync(rig);

        await using var next = await leases.TryAcquireAsync(id, CancellationToken.None);
        Assert.Equal((2, 1), (next!.Document.Attempts, next.Document.Crashes));
    }

    private Task<IngestionRig> StartAsync(DatabaseProvider provider) => IngestionRig.StartAsync(provider, services =>
    {
        services.ConfigureDbContext<PostgresCreamPieDbContext>(o => o.AddInterceptors(_meanwhile));
        services.ConfigureDbContext<SqliteCreamPieDbContext>(o => o.AddInterceptors(_meanwhile));
    });

    private static void Fail() => throw new SqliteException("The disk is full.", 13);

    private static async Task<int> ArchivedAsync(IngestionRig rig) =>
        (await rig.Get<FileImport>().ImportAsync(Caller.System, "F.csv", OneBar, CancellationToken.None)).Id;

    private static async Task LeaseEndsAsync(IngestionRig rig)
    {
        await using var db = rig.Database.Open();
        await db.Documents.ExecuteUpdateAsync(set => set
            .SetProperty(d => d.LeaseUntil, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
    }

    /// <summary>Runs an action right before or after the statement that acquires the lease.</summary>
    private sealed class Meanwhile : DbCommandInterceptor
    {
        public Action? BeforeAcquire { get; set; }
        public Action? AfterAcquire { get; set; }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (IsAcquire(command))
                BeforeAcquire?.Invoke();
            return ValueTask.FromResult(result);
        }

        public override ValueTask<int> NonQueryExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            if (IsAcquire(command))
                AfterAcquire?.Invoke();
            return ValueTask.FromResult(result);
        }

        private static bool IsAcquire(DbCommand command) =>
            command.CommandText.StartsWith("UPDATE", StringComparison.Ordinal)
            && command.CommandText.Contains("+ 1", StringComparison.Ordinal)
            && command.CommandText.Contains("dispatched_at", StringComparison.Ordinal);
    }
}
