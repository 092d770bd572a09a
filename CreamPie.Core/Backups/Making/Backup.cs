using System.Reflection;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Backups.Making;

/// <summary>A backup that was made.</summary>
/// <param name="Folder">Its folder, or its place in a bucket.</param>
/// <param name="Manifest">What it holds.</param>
/// <param name="Copied">Bytes of the archive that the place did not have before.</param>
public sealed record BackupResult(string Folder, BackupManifest Manifest, long Copied)
{
    /// <summary>Bytes that were written.</summary>
    public long Bytes => Manifest.Database.Bytes + Manifest.Files.Bytes + Manifest.Documents.Bytes + Copied;
}

/// <summary>
/// Backs the installation up while it runs: the database first, then the archive, which has every file that a row of the database
/// names before it has the row. Killed at any moment it leaves the backups before it as they are.
/// </summary>
public sealed class Backup(
    DatabaseCopier databases, ArchiveCopy archive, BackupPlaces places, IDbContextFactory<CreamPieDbContext> contexts,
    IOptions<DatabaseOptions> database, TimeProvider time)
{
    /// <summary>Makes a backup in a place, which may have earlier ones of the same installation.</summary>
    /// <param name="to">A folder, which is made if it is missing, or <c>s3://bucket/prefix</c>.</param>
    /// <param name="cancellationToken">Ends it; nothing is left but archived files.</param>
    /// <exception cref="BackupException">It is no place for one, the database is damaged, or PostgreSQL's programs lack.</exception>
    public async Task<BackupResult> MakeAsync(string to, CancellationToken cancellationToken)
    {
        var place = places.ForNew(to);
        await using var held = await place.LockAsync(cancellationToken);
        await RefuseForeignAsync(place, cancellationToken);
        var at = time.Now();
        // A backup a second: in a folder the lock keeps the name from others.
        var name = BackupFolder.NameOf(at);
        while (await place.IsTakenAsync(name, cancellationToken))
            name = BackupFolder.NameOf(at = at.AddSeconds(1));
        var partial = place.Begin(name);
        try
        {
            var copy = await databases.CopyAsync(partial, cancellationToken);
            var files = await archive.CopyFilesAsync(place, partial, cancellationToken);
            var (documents, count) = await archive.CopyManifestsAsync(partial, cancellationToken);
            var manifest = new BackupManifest(
                BackupManifest.CurrentFormat, name, at, Version(), database.Value.Provider, copy.Mark, copy.LastMigration, copy.File,
                files.Files, files.Count, files.Bytes, documents, count, files.Damaged, copy.Content);
            await place.CompleteAsync(partial, manifest, cancellationToken);
            return new(place.PlaceOf(name), manifest, files.Copied);
        }
        catch
        {
            ScratchFolder.Remove(partial);
            throw;
        }
    }

    private async Task RefuseForeignAsync(IBackupPlace place, CancellationToken cancellationToken)
    {
        if ((await place.NamesAsync(cancellationToken)).Count == 0)
            return;
        var earlier = await place.ReadAsync(null, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mark = await db.Installations.Select(i => i.Mark).SingleAsync(cancellationToken);
        if (earlier.Mark is not null && mark is not null && earlier.Mark != mark)
            throw new BackupException($"{place.Root} has backups of another installation: choose another place.");
    }

    private static string Version() =>
        typeof(Backup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
