using System.Globalization;
using CreamPie.Core.Backups.Contents;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Backups.Restoring;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CreamPie.Core.Backups.Checking;

/// <summary>What a check of a backup has found.</summary>
/// <param name="Backup">The one that was checked.</param>
/// <param name="Files">Archived files that were read.</param>
/// <param name="Bytes">Bytes that were read.</param>
/// <param name="Faults">A sentence each; empty if it is whole.</param>
public sealed record CheckedBackup(BackupManifest Backup, long Files, long Bytes, IReadOnlyList<string> Faults);

/// <summary>
/// Restores a backup into a scratch place, compares it with what was backed up, row by row, upgrades it as a restore does, and reads
/// every archived file of it: what only a restore would show, a drill shows before.
/// </summary>
public sealed class BackupCheck(
    BackupPlaces places, PostgresTools postgres, IDbContextFactory<CreamPieDbContext> contexts, IOptions<StorageOptions> storage,
    TimeProvider time)
{
    private const int MostNamed = 20;

    /// <summary>Checks a backup, and leaves nothing behind.</summary>
    /// <param name="from">The folder with the backups, or <c>s3://bucket/prefix</c>.</param>
    /// <param name="name">Of the backup; null for the newest.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">There is no such backup, or the scratch place cannot be made.</exception>
    public async Task<CheckedBackup> RunAsync(string from, string? name, CancellationToken cancellationToken)
    {
        var place = places.Of(from);
        var backup = await place.ReadAsync(name, cancellationToken);
        BackupSchema.RefuseNewer(backup);
        using var parts = await place.OpenAsync(backup, backup.Parts, cancellationToken);
        var faults = new List<string>();
        foreach (var part in backup.Parts)
        {
            try
            {
                await parts.CheckAsync(part, cancellationToken);
            }
            catch (BackupException fault)
            {
                faults.Add(fault.Message);
            }
        }
        if (faults.Count > 0)
            return new(backup, 0, 0, faults);
        faults.AddRange(
            backup.Content.DifferencesOf(await RestoredAsync(parts.PathOf(backup.Database), backup, cancellationToken)));
        var (files, bytes) = (0L, backup.Parts.Sum(p => p.Bytes));
        await foreach (var sha256 in ArchiveRestore.FilesAsync(parts, cancellationToken))
        {
            if (await ArchiveRestore.ReadAsync(place, sha256, cancellationToken) is { } read)
                (files, bytes) = (files + 1, bytes + read.Length);
            else if (faults.Count < MostNamed)
                faults.Add($"{place.FileOf(sha256)} is missing, or its hash does not match.");
        }
        if (files != backup.FileCount && faults.Count == 0)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{files} archived files are listed, not {backup.FileCount}."));
        return new(backup, files, bytes, faults);
    }

    private Task<DatabaseContent> RestoredAsync(string copy, BackupManifest backup, CancellationToken cancellationToken) =>
        backup.Provider == DatabaseProvider.Sqlite
            ? ReadFileAsync(copy, backup, cancellationToken)
            : ReadDumpAsync(copy, backup, cancellationToken);

    /// <summary>Compared is what the backup has; that it can be upgraded is shown afterwards.</summary>
    private static async Task<DatabaseContent> ReadAsync(
        OtherDatabase scratch, BackupManifest backup, CancellationToken cancellationToken)
    {
        await using var db = scratch.CreateDbContext();
        var content = await CopyContentReader.ReadAsync(db, cancellationToken);
        await BackupSchema.UpgradeAsync(backup, db, cancellationToken);
        return content;
    }

    private async Task<DatabaseContent> ReadFileAsync(string copy, BackupManifest backup, CancellationToken cancellationToken)
    {
        var drills = Path.Combine(storage.Value.Path, "drill");
        var scratch = CopyToScratch(copy, drills, backup.Name);
        try
        {
            return await ReadAsync(OtherDatabase.File(scratch), backup, cancellationToken);
        }
        catch (SqliteException fault) when (SqliteCopy.IsFull(fault))
        {
            throw SqliteCopy.FullDisk(drills, fault);
        }
        finally
        {
            ScratchFolder.Remove(Path.GetDirectoryName(scratch)!);
        }
    }

    /// <returns>The file, alone in its folder.</returns>
    private string CopyToScratch(string copy, string drills, string name)
    {
        // A fault of the backup's own file is not one of the scratch folder.
        using var from = File.OpenRead(copy);
        string? folder = null;
        try
        {
            folder = ScratchFolder.Make(drills, name, time.Now());
            var scratch = Path.Combine(folder, "database.sqlite");
            using var to = new FileStream(scratch, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            from.CopyTo(to, 1 << 20);
            return scratch;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            if (folder is not null)
                ScratchFolder.Remove(folder);
            throw new BackupException(
                $"The folder {drills} cannot hold a copy of the database, which the drill needs: {fault.Message}", fault);
        }
    }

    private async Task<DatabaseContent> ReadDumpAsync(string copy, BackupManifest backup, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!db.Database.IsNpgsql())
        {
            throw new BackupException(
                $"{backup.Name} is a backup of {backup.Provider}, which needs a server for its scratch database: set Database__Provider.");
        }
        var tools = await postgres.FindAsync(db, cancellationToken);
        var scratch = new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString()!);
        scratch.Database = $"creampie_drill_{Guid.NewGuid():N}";
        try
        {
            await ExecuteAsync(db, $"create database \"{scratch.Database}\" template template0", cancellationToken);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new BackupException(
                $"The drill needs a scratch database, and {scratch.Username} may not create one: alter role {scratch.Username} createdb.",
                refused);
        }
        DatabaseContent content;
        try
        {
            await tools.Of(scratch).RestoreAsync(copy, "", "", cancellationToken);
            content = await ReadAsync(OtherDatabase.Postgres(scratch.ToString()), backup, cancellationToken);
        }
        catch (Exception fault)
        {
            if (await DropAsync(db, scratch.Database) || fault is OperationCanceledException)
                throw;
            throw new BackupException(
                $"{fault.Message} The drill's scratch database {scratch.Database} is still there: drop it by hand.", fault);
        }
        if (!await DropAsync(db, scratch.Database))
            throw new BackupException($"The drill's scratch database {scratch.Database} could not be dropped: drop it by hand.");
        return content;
    }

    private static async Task<bool> DropAsync(CreamPieDbContext db, string name)
    {
        try
        {
            await ExecuteAsync(db, $"drop database if exists \"{name}\" with (force)", CancellationToken.None);
            return true;
        }
        catch (Exception fault) when (fault is NpgsqlException or InvalidOperationException)
        {
            return false;
        }
    }

    private static Task ExecuteAsync(CreamPieDbContext db, string sql, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync(sql, cancellationToken);
}
