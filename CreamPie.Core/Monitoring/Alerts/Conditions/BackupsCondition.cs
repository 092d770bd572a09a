using System.Globalization;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Backups;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Monitoring.Alerts.Conditions;

/// <summary>Daily backups are set up, and are not made, lack files, or cannot be restored.</summary>
internal sealed class BackupsCondition : IAlertCondition
{
    /// <summary>Where backups are set up, a node plans the next one every day at least.</summary>
    private static readonly TimeSpan Planned = TimeSpan.FromDays(1);

    private static readonly TimeSpan Late = TimeSpan.FromDays(2);

    /// <summary>A drill that broke off, as by a restart, is made again after three hours.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromHours(4);

    public string Name => "backups";

    public async Task<IReadOnlyList<FoundAlert>> FindAsync(CreamPieDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var planned = now - Planned;
        if (!await db.MaintenanceTasks.AnyAsync(t => t.Name == MaintenanceTask.BackUp && t.NextRun >= planned, cancellationToken))
            return [];
        var made = await Ended(db, BackupKind.Backup).Where(r => r.Outcome != BackupOutcome.Failed).FirstOrDefaultAsync(cancellationToken);
        var found = new List<FoundAlert>();
        if (made is null || made.Started < now - Late)
        {
            var last = await Ended(db, BackupKind.Backup).FirstOrDefaultAsync(cancellationToken);
            found.Add(new(
                $"{Name}:late", "No backup was made for two days",
                (made is null ? "None was ever made. " : string.Create(CultureInfo.InvariantCulture, $"The last is {made.Name}. "))
                + (last is { Outcome: BackupOutcome.Failed } ? $"The last try failed: {last.Detail}" : "The page Backups shows the tries."))
            {
                // The first ones have as long as all others.
                Patience = made is null ? Late : TimeSpan.Zero,
            });
        }
        if (made is { Outcome: BackupOutcome.Incomplete })
            found.Add(new($"{Name}:incomplete", "The newest backup is incomplete", made.Detail ?? ""));
        if (await Ended(db, BackupKind.Drill).FirstOrDefaultAsync(cancellationToken) is { Outcome: BackupOutcome.Failed } drill)
        {
            found.Add(new($"{Name}:drill", "A backup could not be restored in the drill", drill.Detail ?? "")
            {
                Patience = drill.Name is null ? Again : TimeSpan.Zero,
            });
        }
        return found;
    }

    /// <summary>The newest first.</summary>
    private static IQueryable<BackupRun> Ended(CreamPieDbContext db, BackupKind kind) =>
        db.BackupRuns.AsNoTracking().Where(r => r.Kind == kind && r.Outcome != null).OrderByDescending(r => r.Id);
}
