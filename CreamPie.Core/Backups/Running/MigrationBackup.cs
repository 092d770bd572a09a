using System.Globalization;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Backups.Running;

/// <summary>
/// Copies the database before a newer version of the program changes its schema, into <c>upgrades</c> in the data folder: an operator
/// who has to go back to the older program has a database that it can read. The last two are kept.
/// </summary>
public sealed partial class MigrationBackup(
    IDbContextFactory<CreamPieDbContext> contexts, PostgresTools postgres, IOptions<StorageOptions> storage,
    TimeProvider time, ILogger<MigrationBackup> log)
{
    private const int Kept = 2;

    /// <summary>A start that fails is repeated, by itself or on other nodes: it needs no other copy.</summary>
    private static readonly TimeSpan Repeated = TimeSpan.FromMinutes(10);

    /// <summary>The same if the failed start got through some of the migrations: the copy of before them is the one to keep.</summary>
    private static readonly TimeSpan HalfDone = TimeSpan.FromDays(1);

    /// <summary>Makes a copy if migrations are pending on a database with data; does nothing otherwise.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Asking for what is missing fails on PostgreSQL, with a line at Error in the log.
        if (!await DatabaseStartup.HasHistoryAsync(db, cancellationToken))
            return;
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).LastOrDefault();
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).LastOrDefault();
        if (pending is null || applied is null)
            return;
        try
        {
            await CopyAsync(db, applied, pending, cancellationToken);
        }
        catch (Exception fault) when (db.Database.IsNpgsql()
            && fault is BackupException or IOException or UnauthorizedAccessException)
        {
            // The server has backups of its own; a start must not depend on client programs, nor on a folder for the copy.
            Log.NotCopied(log, fault.Message);
        }
    }

    private async Task CopyAsync(CreamPieDbContext db, string applied, string pending, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(storage.Value.Path, "upgrades");
        PrivateFiles.MakeFolder(folder);
        foreach (var left in Directory.GetFiles(folder, "*.partial").Where(_ => db.Database.IsSqlite()))
            File.Delete(left);
        var now = time.Now();
        if (Copies(folder).Any(f => IsEnough(f.Name, applied, pending, now)))
            return;
        var name = $"before-{pending}-of-{applied}-{BackupFolder.NameOf(now)}.{(db.Database.IsSqlite() ? "sqlite" : "pgdump")}";
        var path = Path.Combine(folder, name);
        await WriteAsync(db, path, cancellationToken);
        Log.Copied(log, applied, path);
        foreach (var old in Copies(folder).OrderByDescending(f => f.LastWriteTimeUtc).Skip(Kept))
            old.Delete();
    }

    /// <summary>Those of other processes that are not done yet are left out.</summary>
    private static IEnumerable<FileInfo> Copies(string folder) =>
        new DirectoryInfo(folder).GetFiles("before-*").Where(f => f.Extension != ".partial");

    /// <summary>True for a copy that an earlier try of the same upgrade has made, not one of before an operator went back.</summary>
    private static bool IsEnough(string copy, string applied, string pending, DateTime now)
    {
        if (Path.GetFileNameWithoutExtension(copy).Split('-') is not ["before", var to, "of", var from, var at] || to != pending
            || !DateTime.TryParseExact(
                at, BackupFolder.TimeFormat, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var made))
            return false;
        // Names of migrations begin with their time.
        return string.CompareOrdinal(from, applied) switch
        {
            0 => now - made < Repeated,
            < 0 => now - made < HalfDone,
            _ => false,
        };
    }

    private async Task WriteAsync(CreamPieDbContext db, string path, CancellationToken cancellationToken)
    {
        // Of this process only: another node may be at it, too.
        var partial = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            if (db.Database.IsSqlite())
                await SqliteCopy.MakeAsync(db.Database.GetConnectionString()!, partial, cancellationToken);
            else
            {
                await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
                var id = await db.Database.SqlQuery<string>($"select pg_export_snapshot() as \"Value\"").SingleAsync(cancellationToken);
                var tools = await postgres.FindAsync(db, cancellationToken);
                await PartFile.WriteAsync(partial, file => tools.DumpAsync(id, file, cancellationToken), cancellationToken);
            }
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            ScratchFolder.Remove(partial);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Copied the database of schema {Schema} to {Path} before its migration.")]
        public static partial void Copied(ILogger logger, string schema, string path);

        [LoggerMessage(2, LogLevel.Warning, "The database is migrated without a copy: {Why}")]
        public static partial void NotCopied(ILogger logger, string why);
    }
}
