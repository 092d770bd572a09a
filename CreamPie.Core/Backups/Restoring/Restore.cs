using CreamPie.Core.Archiving;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Backups.Restoring;

/// <summary>What was restored.</summary>
/// <param name="Backup">From which backup.</param>
/// <param name="Files">Archived files that were missing or damaged, and were put back.</param>
/// <param name="Missing">Hashes of archived files that the backup lacks.</param>
public sealed record RestoreResult(BackupManifest Backup, long Files, IReadOnlyList<string> Missing);

/// <summary>
/// Puts a backup in the place of the installation, which is stopped: the archive first, which only grows, then the database at one
/// moment. Killed at any moment the installation is what it was before. A backup of an earlier schema is upgraded, as by a start.
/// </summary>
public sealed class Restore(
    BackupPlaces places, DatabaseRestore databases, ArchiveRestore archive, ArchiveMark mark, DatabaseStartup startup,
    IOptions<DatabaseOptions> database)
{
    /// <summary>Restores a backup. The caller has made sure that no server runs.</summary>
    /// <param name="from">The folder with the backups, or <c>s3://bucket/prefix</c>.</param>
    /// <param name="name">Of the backup; null for the newest.</param>
    /// <param name="replaces">True if it may replace what is there.</param>
    /// <param name="cancellationToken">Ends it; what was there before is there still.</param>
    /// <exception cref="BackupException">It cannot be restored here; the sentence says what to do.</exception>
    public async Task<RestoreResult> RunAsync(string from, string? name, bool replaces, CancellationToken cancellationToken)
    {
        var place = places.Of(from);
        var backup = await place.ReadAsync(name, cancellationToken);
        RefuseOtherKind(backup);
        await RefuseToReplaceAsync(backup, replaces, cancellationToken);
        using var parts = await place.OpenAsync(backup, backup.Parts, cancellationToken);
        foreach (var part in backup.Parts)
            await parts.CheckAsync(part, cancellationToken);
        var (files, missing) = await archive.RestoreAsync(place, backup, parts, cancellationToken);
        await databases.RestoreAsync(parts.PathOf(backup.Database), backup, cancellationToken);
        if (backup.Mark is not null)
            await mark.ReplaceAsync(backup.Mark, cancellationToken);
        // A dump of an earlier version; the file of SQLite has been upgraded before it was put in its place.
        await startup.MigrateAsync(cancellationToken);
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
        BackupSchema.RefuseNewer(backup);
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
