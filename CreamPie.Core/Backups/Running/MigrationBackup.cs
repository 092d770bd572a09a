using CreamPie.Core.Backups.Making;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Backups.Running;

/// <summary>
/// Copies the database before a newer version of the program changes its schema, into <c>upgrades</c> in the data folder: whoever has to
/// go back to the older program has the database that it can read. The last two are kept.
/// </summary>
public sealed partial class MigrationBackup(
    IDbContextFactory<CreamPieDbContext> contexts, PostgresTools postgres, IOptions<StorageOptions> storage,
    ILogger<MigrationBackup> log)
{
    private const int Kept = 2;

    /// <summary>Makes a copy if migrations are pending on a database with data; does nothing otherwise.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (db.Database.IsSqlite() && !File.Exists(db.Database.GetDbConnection().DataSource))
            return;
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).LastOrDefault();
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).LastOrDefault();
        if (pending is null || applied is null)
            return;
        var folder = Path.Combine(storage.Value.Path, "upgrades");
        PrivateFiles.MakeFolder(folder);
        foreach (var left in Directory.GetFiles(folder, "*.partial").Where(_ => db.Database.IsSqlite()))
            File.Delete(left);
        var path = Path.Combine(folder, $"before-{pending}.{(db.Database.IsSqlite() ? "sqlite" : "pgdump")}");
        if (File.Exists(path))
            return;
        if (!await TryCopyAsync(db, path, cancellationToken))
            return;
        Log.Copied(log, applied, path);
        foreach (var old in new DirectoryInfo(folder).GetFiles("before-*").OrderByDescending(f => f.LastWriteTimeUtc).Skip(Kept))
            old.Delete();
    }

    private async Task<bool> TryCopyAsync(CreamPieDbContext db, string path, CancellationToken cancellationToken)
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
            return true;
        }
        catch (BackupException fault) when (!db.Database.IsSqlite())
        {
            // The server has backups of its own; a start must not depend on client programs.
            Log.NotCopied(log, fault.Message);
            return false;
        }
        finally
        {
            File.Delete(partial);
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
