using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Storage.Tables.Backups;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Backups.Running;

/// <summary>What the page of the backups shows.</summary>
/// <param name="Folder">Where daily backups go; empty if none are made.</param>
/// <param name="KeepDays">How long they are kept.</param>
/// <param name="LastBackup">The newest that was made; null if none was.</param>
/// <param name="LastDrill">The newest drill that succeeded; null if none did.</param>
/// <param name="NextBackup">UTC; null if it is not known.</param>
/// <param name="Runs">The newest first.</param>
public sealed record BackupsView(
    string Folder, int KeepDays, BackupRun? LastBackup, BackupRun? LastDrill, DateTime? NextBackup, IReadOnlyList<BackupRun> Runs);

/// <summary>Shows admins the backups, and makes one or drills on demand.</summary>
public sealed class BackupOverview(
    IDbContextFactory<CreamPieDbContext> contexts, MaintenanceSchedule schedule, AuditTrail audit, IOptions<BackupOptions> options)
{
    private const int MostRuns = 50;

    /// <summary>The newest runs and what is set up.</summary>
    /// <param name="caller">Needs the Admin role.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<BackupsView> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var runs = await db.BackupRuns.AsNoTracking().OrderByDescending(r => r.Id).Take(MostRuns).ToListAsync(cancellationToken);
        var next = await db.MaintenanceTasks.AsNoTracking()
            .SingleOrDefaultAsync(t => t.Name == MaintenanceTask.BackUp, cancellationToken);
        return new(
            options.Value.Folder, options.Value.KeepDays, await LastAsync(BackupKind.Backup), await LastAsync(BackupKind.Drill),
            options.Value.AreDaily ? next?.NextRun : null, runs);

        Task<BackupRun?> LastAsync(BackupKind kind) => db.BackupRuns.AsNoTracking()
            .Where(r => r.Kind == kind && (r.Outcome == BackupOutcome.Succeeded || r.Outcome == BackupOutcome.Incomplete))
            .OrderByDescending(r => r.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Makes a backup or drill due: a node that runs jobs does it within seconds.</summary>
    /// <param name="caller">Needs the Admin role.</param>
    /// <param name="kind">Which of both.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>False if no folder is set up.</returns>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<bool> RequestAsync(Caller caller, BackupKind kind, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        if (!options.Value.AreDaily)
            return false;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await schedule.SetNextRunAsync(
            db, kind == BackupKind.Backup ? MaintenanceTask.BackUp : MaintenanceTask.DrillRestore, TimeSpan.Zero, cancellationToken);
        await audit.WriteAsync(
            caller, AuditAction.JobTrigger, options.Value.Folder, AuditOutcome.Succeeded,
            kind == BackupKind.Backup ? "Backup." : "Restore drill.", cancellationToken);
        return true;
    }
}
