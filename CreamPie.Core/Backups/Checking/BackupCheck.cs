using System.Globalization;
using CreamPie.Core.Backups.Contents;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Backups.Restoring;
using CreamPie.Core.Storage;
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
/// Restores a backup into a scratch place and compares it with what was backed up, row by row, and reads every archived file of it:
/// what only a restore would show, a drill shows before.
/// </summary>
public sealed class BackupCheck(
    PostgresTools postgres, IDbContextFactory<CreamPieDbContext> contexts, IOptions<StorageOptions> storage)
{
    private const int MostNamed = 20;

    /// <summary>Checks a backup, and leaves nothing behind.</summary>
    /// <param name="from">The folder with the backups.</param>
    /// <param name="name">Of the backup; null for the newest.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">There is no such backup, or the scratch place cannot be made.</exception>
    public async Task<CheckedBackup> RunAsync(string from, string? name, CancellationToken cancellationToken)
    {
        var folder = new BackupFolder(from);
        var backup = await folder.ReadAsync(name, cancellationToken);
        var place = folder.PlaceOf(backup.Name);
        var faults = new List<string>();
        foreach (var part in (BackupPart[])[backup.Database, backup.Files, backup.Documents])
        {
            try
            {
                await PartFile.CheckAsync(place, part, cancellationToken);
            }
            catch (BackupException fault)
            {
                faults.Add(fault.Message);
            }
        }
        if (faults.Count > 0)
            return new(backup, 0, 0, faults);
        var copy = Path.Combine(place, Path.GetFileName(backup.Database.Name));
        faults.AddRange(backup.Content.DifferencesOf(await RestoredAsync(copy, backup, cancellationToken)));
        var (files, bytes) = (0L, backup.Database.Bytes + backup.Files.Bytes + backup.Documents.Bytes);
        await foreach (var sha256 in ArchiveRestore.FilesAsync(folder, backup, cancellationToken))
        {
            if (await ArchiveRestore.ReadAsync(folder.FileOf(sha256), sha256, cancellationToken) is { } read)
                (files, bytes) = (files + 1, bytes + read.Length);
            else if (faults.Count < MostNamed)
                faults.Add($"{folder.FileOf(sha256)} is missing, or its hash does not match.");
        }
        if (files != backup.FileCount && faults.Count == 0)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{files} archived files are listed, not {backup.FileCount}."));
        return new(backup, files, bytes, faults);
    }

    private Task<DatabaseContent> RestoredAsync(string copy, BackupManifest backup, CancellationToken cancellationToken) =>
        backup.Provider == DatabaseProvider.Sqlite
            ? ReadFileAsync(copy, cancellationToken)
            : ReadDumpAsync(copy, cancellationToken);

    private async Task<DatabaseContent> ReadFileAsync(string copy, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(storage.Value.Path, "drill");
        PrivateFiles.MakeFolder(folder);
        var scratch = Path.Combine(folder, $"{Guid.NewGuid():N}.sqlite");
        try
        {
            File.Copy(copy, scratch);
            await using var db = OtherDatabase.File(scratch).CreateDbContext();
            return await ContentReader.ReadAsync(db, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<DatabaseContent> ReadDumpAsync(string copy, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
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
        try
        {
            await tools.Of(scratch).RestoreAsync(copy, "", "", cancellationToken);
            await using var restored = OtherDatabase.Postgres(scratch.ToString()).CreateDbContext();
            return await ContentReader.ReadAsync(restored, cancellationToken);
        }
        finally
        {
            await ExecuteAsync(db, $"drop database if exists \"{scratch.Database}\" with (force)", CancellationToken.None);
        }
    }

    private static Task ExecuteAsync(CreamPieDbContext db, string sql, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync(sql, cancellationToken);
}
