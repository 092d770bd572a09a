using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Backups;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Backups.Running;

/// <summary>Backs up daily and drills weekly, one process for all; the job of that name starts a backup at its hour.</summary>
public sealed partial class BackupService(
    BackupRuns runs, BackupRetention retention, IDbContextFactory<CreamPieDbContext> contexts, MaintenanceSchedule schedule,
    IOptions<BackupOptions> options, TimeProvider time, ILogger<BackupService> log) : PeriodicService(Tick, time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);

    /// <summary>Next run of a task that fails or whose process dies.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromHours(3);

    /// <summary>A little more than the job's, which is to be first.</summary>
    private static readonly TimeSpan Daily = TimeSpan.FromHours(25);

    private static readonly TimeSpan Weekly = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.AreDaily)
            return;
        await using var db = await contexts.CreateDbContextAsync(stoppingToken);
        if (await TakeAsync(db, MaintenanceTask.BackUp, stoppingToken))
            await BackUpAsync(db, stoppingToken);
        if (await db.BackupRuns.AnyAsync(r => r.Kind == BackupKind.Backup && r.Name != null, stoppingToken)
            && await TakeAsync(db, MaintenanceTask.DrillRestore, stoppingToken))
            await DrillAsync(db, stoppingToken);
    }

    /// <inheritdoc/>
    protected override void Report(Exception fault) => Log.Failed(log, fault);

    /// <summary>Runs what is due now, as a tick does.</summary>
    internal Task RunDueAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken);

    /// <summary>Backs up now, for the job of that name; the next by itself is in a day.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The run; null if backups are not set up.</returns>
    public async Task<BackupRun?> BackUpNowAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.AreDaily)
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await schedule.SetNextRunAsync(db, MaintenanceTask.BackUp, Again, cancellationToken);
        return await BackUpAsync(db, cancellationToken);
    }

    private async Task<bool> TakeAsync(CreamPieDbContext db, string task, CancellationToken cancellationToken)
    {
        // Most ticks write nothing.
        var now = Time.Now();
        return !await db.MaintenanceTasks.AnyAsync(t => t.Name == task && t.NextRun > now, cancellationToken)
            && await schedule.TryTakeAsync(db, task, Again, cancellationToken);
    }

    private async Task<BackupRun> BackUpAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var run = await runs.BackUpAsync(options.Value.Folder, cancellationToken);
        if (run.Outcome != BackupOutcome.Failed)
        {
            await schedule.SetNextRunAsync(db, MaintenanceTask.BackUp, Daily, cancellationToken);
            if (await retention.RemoveOldAsync(options.Value.Folder, cancellationToken) is > 0 and var removed)
                Log.Removed(log, removed, options.Value.KeepDays);
        }
        return run;
    }

    private async Task DrillAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var run = await runs.DrillAsync(options.Value.Folder, cancellationToken);
        if (run.Outcome == BackupOutcome.Succeeded)
            await schedule.SetNextRunAsync(db, MaintenanceTask.DrillRestore, Weekly, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Backups could not be made or removed; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception fault);

        [LoggerMessage(2, LogLevel.Information, "Removed {Count} backups that were older than {Days} days.")]
        public static partial void Removed(ILogger logger, int count, int days);
    }
}
