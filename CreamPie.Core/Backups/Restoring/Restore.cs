using CreamPie.Core.Archiving;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Backups.Restoring;

/// <summary>What was restored.</summary>
/// <param name="Backup">From which backup.</param>
/// <param name="Files">Archived files that were missing or damaged, and were put back.</param>
/// <param name="Missing">Hashes of archived files that the backup lacks.</param>
public sealed record RestoreResult(BackupManifest Backup, long Files, IReadOnlyList<string> Missing);

/// <summary>
/// Puts a backup in the place of the installation, which is stopped: the archive first, which only grows, then the database at one
/// moment. Killed at any moment the installation is what it was before.
/// </summary>
public sealed class Restore(
    DatabaseRestore databases, ArchiveRestore archive, ArchiveMark mark, IDbContextFactory<CreamPieDbContext> contexts,
    IOptions<DatabaseOptions> database)
{
    /// <summary>Restores a backup. The caller has made sure that no server runs.</summary>
    /// <param name="from">The folder with the backups.</param>
    /// <param name="name">Of the backup; null for the newest.</param>
    /// <param name="replaces">True if it may replace what is there.</param>
    /// <param name="cancellationToken">Ends it; what was there before is there still.</param>
    /// <exception cref="BackupException">It cannot be restored here; the sentence says what to do.</exception>
    public async Task<RestoreResult> RunAsync(string from, string? name, bool replaces, CancellationToken cancellationToken)
    {
        var folder = new BackupFolder(from);
        var backup = await folder.ReadAsync(name, cancellationToken);
        var place = folder.PlaceOf(backup.Name);
        RefuseOtherKind(backup);
        foreach (var part in (BackupPart[])[backup.Database, backup.Files, backup.Documents])
            await PartFile.CheckAsync(place, part, cancellationToken);
        await RefuseToReplaceAsync(backup, replaces, cancellationToken);
        var (files, missing) = await archive.RestoreAsync(folder, backup, cancellationToken);
        await databases.RestoreAsync(place, backup, cancellationToken);
        if (backup.Mark is not null)
            await mark.ReplaceAsync(backup.Mark, cancellationToken);
        return new(backup, files, missing);
    }

    private void RefuseOtherKind(BackupManifest backup)
    {
        if (backup.Provider != database.Value.Provider)
        {
            throw new BackupException(
                $"This is a backup of {backup.Provider}, and Database__Provider is {database.Value.Provider}. "
                + "Restore it with the other one, then copy-database.");
        }
        using var db = contexts.CreateDbContext();
        if (!db.Database.GetMigrations().Contains(backup.LastMigration))
        {
            throw new BackupException(
                $"This backup was made by a newer version of CreamPie ({backup.Version}, schema {backup.LastMigration}): "
                + "restore it with that one.");
        }
    }

    private async Task RefuseToReplaceAsync(BackupManifest backup, bool replaces, CancellationToken cancellationToken)
    {
        if (replaces)
            return;
        if (await databases.HasContentAsync(cancellationToken))
            throw new BackupException("There is a database with data in it. To replace it by the backup add --replace.");
        if (await mark.ReadAsync(cancellationToken) is { } other && other != backup.Mark)
        {
            throw new BackupException(
                $"The archive {mark.Place} belongs to another installation than the backup. "
                + "Restore into another folder (Storage__Path), or add --replace to make it this one's, too.");
        }
    }
}
