using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Keys;
using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Ingestion.Retention;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Maintenance;

/// <summary>
/// Rare tasks, each done by one process for all: requeues crash loops, checks the invariants hourly and archived files daily or as the
/// settings say, retries dead letters with a transient cause and deletes expired audit entries, sessions and keys daily, gives up bytes
/// that need not be kept, compresses old archived files, cleans up the archive weekly.
/// </summary>
public sealed partial class MaintenanceService(
    CrashLoopRecovery crashLoops,
    DeadLetterRetries deadLetters,
    InvariantCheck invariants,
    ArchiveCleanup archive,
    ArchiveRecompression compression,
    DocumentRetention retention,
    AuditTrail audit,
    SessionCleanup sessions,
    KeyCleanup keys,
    IDbContextFactory<CreamPieDbContext> contexts,
    MaintenanceSchedule schedule,
    IOptions<StorageOptions> storage,
    IOptions<ArchiveOptions> archiveOptions,
    TimeProvider time,
    ILogger<MaintenanceService> log) : PeriodicService(Tick, time)
{
    /// <summary>Next run of a task that fails or whose process dies.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken stoppingToken) => RunDueAsync(stoppingToken);

    /// <inheritdoc/>
    protected override void Report(Exception fault) => Log.Failed(log, fault);

    internal async Task RunDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await crashLoops.RequeueAsync(db, cancellationToken) is > 0 and var requeued)
            Log.Requeued(log, requeued);
        // SQLite's clock continues from here if the machine's is behind at the next start.
        if (db.Database.IsSqlite())
            await schedule.TryTakeAsync(db, MaintenanceTask.RecordClock, TimeSpan.Zero, cancellationToken);
        if (await schedule.TryTakeAsync(db, MaintenanceTask.RetryDeadLetters, Soon, cancellationToken))
            await RetryTransientAsync(db, cancellationToken);
        if (await schedule.TryTakeAsync(db, MaintenanceTask.CheckInvariants, Soon, cancellationToken))
        {
            foreach (var violation in await invariants.ViolationsAsync(cancellationToken))
                Log.Violation(log, violation);
        }
        if (storage.Value.VerifyHours > 0 && await schedule.TryTakeAsync(db, MaintenanceTask.VerifyArchive, Soon, cancellationToken))
        {
            foreach (var damaged in await invariants.DamagedFilesAsync(storage.Value.VerifyMegabytes * 1_000_000L, cancellationToken))
                Log.Violation(log, damaged);
            await schedule.SetNextRunAsync(
                db, MaintenanceTask.VerifyArchive, TimeSpan.FromHours(storage.Value.VerifyHours), cancellationToken);
        }
        if (await schedule.TryTakeAsync(db, MaintenanceTask.ExpireAudit, Soon, cancellationToken))
        {
            await audit.DeleteExpiredAsync(cancellationToken);
            await schedule.SetNextRunAsync(db, MaintenanceTask.ExpireAudit, TimeSpan.FromDays(1), cancellationToken);
        }
        if (await schedule.TryTakeAsync(db, MaintenanceTask.ExpireSessions, Soon, cancellationToken))
        {
            await sessions.DeleteOldAsync(cancellationToken);
            await keys.DeleteOldAsync(cancellationToken);
            await schedule.SetNextRunAsync(db, MaintenanceTask.ExpireSessions, TimeSpan.FromDays(1), cancellationToken);
        }
        if (await schedule.TryTakeAsync(db, MaintenanceTask.TidyArchive, Soon, cancellationToken))
        {
            await archive.CleanUpAsync(cancellationToken);
            await schedule.SetNextRunAsync(db, MaintenanceTask.TidyArchive, TimeSpan.FromDays(7), cancellationToken);
        }
        if (retention.IsOn && await schedule.TryTakeAsync(db, MaintenanceTask.ApplyRetention, Soon, cancellationToken))
        {
            var next = await retention.RunAsync(cancellationToken) ? TimeSpan.FromDays(1) : TimeSpan.Zero;
            await schedule.SetNextRunAsync(db, MaintenanceTask.ApplyRetention, next, cancellationToken);
        }
        if (archiveOptions.Value.CompressAfterDays > 0
            && await schedule.TryTakeAsync(db, MaintenanceTask.CompressArchive, Soon, cancellationToken))
        {
            var next = await compression.RunAsync(cancellationToken) ? TimeSpan.FromDays(1) : TimeSpan.Zero;
            await schedule.SetNextRunAsync(db, MaintenanceTask.CompressArchive, next, cancellationToken);
        }
    }

    /// <summary>
    /// Retries dead letters with a transient cause now, for the job of that name or an admin; the next automatic run is
    /// in a day.
    /// </summary>
    /// <returns>Number of stocks made due.</returns>
    public async Task<int> RetryTransientAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await schedule.SetNextRunAsync(db, MaintenanceTask.RetryDeadLetters, Soon, cancellationToken);
        return await RetryTransientAsync(db, cancellationToken);
    }

    private async Task<int> RetryTransientAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var count = await deadLetters.RetryTransientAsync(cancellationToken);
        await schedule.SetNextRunAsync(db, MaintenanceTask.RetryDeadLetters, TimeSpan.FromDays(1), cancellationToken);
        return count;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Invariant violated: {What}")]
        public static partial void Violation(ILogger logger, string what);

        [LoggerMessage(2, LogLevel.Warning, "Requeued {Count} crash-loop documents once.")]
        public static partial void Requeued(ILogger logger, int count);

        [LoggerMessage(3, LogLevel.Error, "Maintenance failed; it is retried within the hour.")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
