using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Ingestion.Maintenance;

/// <summary>
/// The sweeper's rare tasks, each done by one process for all: crash loops let back, invariants looked at every hour,
/// what time can heal tried again every day, the archive tidied every week.
/// </summary>
public sealed partial class MaintenanceService(
    CrashLoopRecovery crashLoops,
    DeadLetterRetries deadLetters,
    InvariantCheck invariants,
    ArchiveCleanup archive,
    IDbContextFactory<CreamPieDbContext> contexts,
    MaintenanceSchedule schedule,
    TimeProvider time,
    ILogger<MaintenanceService> log) : BackgroundService
{
    /// <summary>Read back in an hour.</summary>
    private const long MostBytes = 1L << 30;

    /// <summary>After a fault, or a death, in the middle of a task.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunDueAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(log, fault);
            }
        }
    }

    internal async Task RunDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await crashLoops.RequeueAsync(db, cancellationToken) is > 0 and var back)
            Log.LetBack(log, back);
        // SQLite's clock goes on from here, should the machine's be behind at the next start.
        if (db.Database.IsSqlite())
            await schedule.TryTakeAsync(db, MaintenanceTask.RecordClock, TimeSpan.Zero, cancellationToken);
        if (await schedule.TryTakeAsync(db, MaintenanceTask.RetryDeadLetters, Soon, cancellationToken))
            await RetryTransientAsync(db, cancellationToken);
        if (await schedule.TryTakeAsync(db, MaintenanceTask.CheckInvariants, Soon, cancellationToken))
        {
            foreach (var broken in await invariants.ViolationsAsync(MostBytes, cancellationToken))
                Log.Broken(log, broken);
        }
        if (await schedule.TryTakeAsync(db, MaintenanceTask.TidyArchive, Soon, cancellationToken))
        {
            await archive.CleanUpAsync(cancellationToken);
            await schedule.SetNextRunAsync(db, MaintenanceTask.TidyArchive, TimeSpan.FromDays(7), cancellationToken);
        }
    }

    /// <summary>Now, because the job of that name or an admin asks for it; by itself not again for a day.</summary>
    /// <returns>How many stocks were made due.</returns>
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
        [LoggerMessage(1, LogLevel.Error, "Broken: {What}")]
        public static partial void Broken(ILogger logger, string what);

        [LoggerMessage(2, LogLevel.Warning, "{Count} documents that processes had died of are let back once.")]
        public static partial void LetBack(ILogger logger, int count);

        [LoggerMessage(3, LogLevel.Error, "Housekeeping failed; its next time comes.")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
