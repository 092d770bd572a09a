using System.Reflection;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Backups.Making;

/// <summary>A backup that was made.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Manifest">What it holds.</param>
/// <param name="Copied">Bytes of the archive that the folder did not have before.</param>
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
    DatabaseCopier databases, ArchiveCopy archive, IDbContextFactory<CreamPieDbContext> contexts, IOptions<StorageOptions> storage,
    IOptions<DatabaseOptions> database, TimeProvider time)
{
    /// <summary>Makes a backup in a folder, which may have earlier ones of the same installation.</summary>
    /// <param name="to">The folder; it is made if it is missing.</param>
    /// <param name="cancellationToken">Ends it; nothing is left but archived files.</param>
    /// <exception cref="BackupException">The folder is no place for it, the database is damaged, or PostgreSQL's programs lack.</exception>
    public async Task<BackupResult> MakeAsync(string to, CancellationToken cancellationToken)
    {
        var folder = new BackupFolder(to);
        RefuseOwnFolder(folder.Root);
        await using var held = folder.Lock();
        folder.RemovePartial();
        await RefuseForeignFolderAsync(folder, cancellationToken);
        var at = time.Now();
        // A backup a second: the folder's lock is held, so that nobody else takes the name.
        var name = BackupFolder.NameOf(at);
        while (Directory.Exists(folder.PlaceOf(name)))
            name = BackupFolder.NameOf(at = at.AddSeconds(1));
        var partial = folder.PlaceOf(name + BackupFolder.Partial);
        PrivateFiles.MakeFolder(partial);
        try
        {
            var copy = await databases.CopyAsync(partial, cancellationToken);
            var files = await archive.CopyFilesAsync(folder, partial, cancellationToken);
            var (documents, count) = await archive.CopyManifestsAsync(partial, cancellationToken);
            var manifest = new BackupManifest(
                BackupManifest.CurrentFormat, name, at, Version(), database.Value.Provider, copy.Mark, copy.LastMigration, copy.File,
                files.Files, files.Count, files.Bytes, documents, count, files.Damaged, copy.Content);
            await folder.CompleteAsync(partial, manifest, cancellationToken);
            return new(folder.PlaceOf(name), manifest, files.Copied);
        }
        catch
        {
            Directory.Delete(partial, recursive: true);
            throw;
        }
    }

    private void RefuseOwnFolder(string folder)
    {
        var data = Path.GetFullPath(storage.Value.Path);
        if ((folder + '/').StartsWith(data.TrimEnd('/') + '/', StringComparison.Ordinal))
            throw new BackupException($"{folder} lies in the data folder {data} and would be lost with it: choose another place.");
    }

    private async Task RefuseForeignFolderAsync(BackupFolder folder, CancellationToken cancellationToken)
    {
        if (folder.Names().Count == 0)
            return;
        var earlier = await folder.ReadAsync(null, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mark = await db.Installations.Select(i => i.Mark).SingleAsync(cancellationToken);
        if (earlier.Mark is not null && mark is not null && earlier.Mark != mark)
            throw new BackupException($"{folder.Root} has backups of another installation: choose another place.");
    }

    private static string Version() =>
        typeof(Backup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
