using System.Globalization;
using CreamPie.Core.Backups.Checking;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Backups;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Backups.Running;

/// <summary>Backs up or drills, and records how it ended, whether the schedule, an admin or the command line asked for it.</summary>
public sealed partial class BackupRuns(
    Backup backup, BackupCheck check, IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time, ILogger<BackupRuns> log)
{
    /// <summary>How a run ended; what it writes into its row.</summary>
    private sealed record End(BackupOutcome Outcome, string? Name, long? Bytes, string Detail);

    /// <summary>Makes a backup.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="cancellationToken">Ends it; the row says so.</param>
    public Task<BackupRun> BackUpAsync(string folder, CancellationToken cancellationToken) =>
        RecordAsync(BackupKind.Backup, async () => Told(await backup.MakeAsync(folder, cancellationToken)), cancellationToken);

    /// <summary>Restores the newest backup into a scratch place, and compares it with what was backed up.</summary>
    /// <param name="folder">With the backups.</param>
    /// <param name="cancellationToken">Ends it; the row says so.</param>
    public Task<BackupRun> DrillAsync(string folder, CancellationToken cancellationToken) =>
        RecordAsync(BackupKind.Drill, async () => Told(await check.RunAsync(folder, name: null, cancellationToken)), cancellationToken);

    private static End Told(BackupResult made)
    {
        var backup = made.Manifest;
        var what = string.Create(
            CultureInfo.InvariantCulture,
            $"{backup.Name}: {backup.Content.Symbols.Count} symbols, {backup.Content.Bars} bars, {backup.FileCount} archived files.");
        return backup.Damaged.Count == 0
            ? new(BackupOutcome.Succeeded, backup.Name, made.Bytes, what)
            : new(
                BackupOutcome.Incomplete, backup.Name, made.Bytes,
                $"{what} Not in it, because damaged in the archive: {string.Join(", ", backup.Damaged.Take(5))}.");
    }

    private static End Told(CheckedBackup seen) => seen.Faults.Count == 0
        ? new(
            BackupOutcome.Succeeded, seen.Backup.Name, seen.Bytes,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{seen.Backup.Name} restored: {seen.Backup.Content.Symbols.Count} symbols, {seen.Backup.Content.Bars} bars and "
                + $"{seen.Files} archived files are what was backed up."))
        : new(BackupOutcome.Failed, seen.Backup.Name, seen.Bytes, string.Join(' ', seen.Faults));

    private async Task<BackupRun> RecordAsync(BackupKind kind, Func<Task<End>> work, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        var run = new BackupRun { Kind = kind, Started = time.Now() };
        db.BackupRuns.Add(run);
        await db.SaveChangesAsync(CancellationToken.None);
        var end = await EndAsync(work, cancellationToken);
        (run.Ended, run.Outcome, run.Name) = (time.Now(), end.Outcome, end.Name);
        (run.Bytes, run.Detail) = (end.Bytes, ColumnText.Error(end.Detail));
        await db.SaveChangesAsync(CancellationToken.None);
        if (end.Outcome == BackupOutcome.Succeeded)
            Log.Done(log, kind, run.Detail, (run.Ended.Value - run.Started).TotalSeconds);
        else
            Log.NotDone(log, kind, end.Outcome, run.Detail);
        return run;
    }

    private async Task<End> EndAsync(Func<Task<End>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new(BackupOutcome.Failed, null, null, "The process stopped.");
        }
        catch (Exception fault) when (fault is BackupException or IOException or UnauthorizedAccessException)
        {
            return new(BackupOutcome.Failed, null, null, fault.Message);
        }
        catch (Exception fault)
        {
            Log.Broke(log, fault);
            return new(BackupOutcome.Failed, null, null, $"Internal error ({fault.GetType().Name}); see the log for details.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Kind}: {Detail} ({Seconds:0.0} s)")]
        public static partial void Done(ILogger logger, BackupKind kind, string detail, double seconds);

        [LoggerMessage(2, LogLevel.Error, "{Kind} {Outcome}: {Detail}")]
        public static partial void NotDone(ILogger logger, BackupKind kind, BackupOutcome outcome, string detail);

        [LoggerMessage(3, LogLevel.Error, "A backup or drill broke off.")]
        public static partial void Broke(ILogger logger, Exception fault);
    }
}
