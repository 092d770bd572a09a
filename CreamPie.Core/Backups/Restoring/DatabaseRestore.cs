using CreamPie.Core.Archiving;
using CreamPie.Core.Backups.Contents;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CreamPie.Core.Backups.Restoring;

/// <summary>Puts the copy of a database in its place, all of it at one moment: killed before, what was there stays.</summary>
public sealed class DatabaseRestore(IDbContextFactory<CreamPieDbContext> contexts, PostgresTools postgres)
{
    private const string Scratch = ".restoring";

    /// <summary>True if the configured database has data, or objects that its migrations did not make.</summary>
    internal async Task<bool> HasContentAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (db.Database.IsSqlite() && !File.Exists(FileOf(db)))
            return false;
        if (!await db.Database.CanConnectAsync(cancellationToken))
            // A file that is damaged, or no database: it is something.
            return db.Database.IsSqlite();
        try
        {
            var applied = await db.Database.GetAppliedMigrationsAsync(cancellationToken);
            if (!applied.Intersect(db.Database.GetMigrations()).Any())
                return db.Database.IsNpgsql() && await HasOthersAsync(db, cancellationToken);
            return await db.Stocks.AnyAsync(cancellationToken) || await db.Documents.AnyAsync(cancellationToken)
                || await db.Users.AnyAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is SqliteException or PostgresException { SqlState: PostgresErrorCodes.UndefinedTable })
        {
            return true;
        }
    }

    /// <summary>What a restore would drop, and what depends on it.</summary>
    private static Task<bool> HasOthersAsync(CreamPieDbContext db, CancellationToken cancellationToken) => db.Database.SqlQuery<bool>(
        $"""
        select exists (
            select 1 from pg_class c
            where c.relnamespace = to_regnamespace('public') and c.relkind in ('r', 'p', 'f', 'v', 'm', 'S') and not exists (
                select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
            union all
            select 1 from pg_proc p
            where p.pronamespace = to_regnamespace('public') and not exists (
                select 1 from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
        ) as "Value"
        """).SingleAsync(cancellationToken);

    internal async Task RestoreAsync(string copy, BackupManifest manifest, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (db.Database.IsSqlite())
        {
            // An open connection would go on with the file that is replaced.
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
            await RestoreSqliteAsync(FileOf(db), copy, manifest, cancellationToken);
        }
        else
            await RestorePostgresAsync(db, copy, cancellationToken);
    }

    private static async Task RestoreSqliteAsync(string target, string copy, BackupManifest manifest, CancellationToken cancellationToken)
    {
        var scratch = target + Scratch;
        DurableFile.CreateFolder(Path.GetDirectoryName(target)!);
        File.Delete(scratch);
        PrivateFiles.MakeFile(scratch);
        await using (var from = File.OpenRead(copy))
        await using (var to = new FileStream(scratch, FileMode.Open, FileAccess.Write, FileShare.None))
            await from.CopyToAsync(to, 1 << 20, cancellationToken);
        await using (var restored = OtherDatabase.File(scratch).CreateDbContext())
        {
            Compare(manifest, await CopyContentReader.ReadAsync(restored, cancellationToken));
            await BackupSchema.UpgradeAsync(manifest, restored, cancellationToken);
            await restored.Database.ExecuteSqlRawAsync(RestoredState.Sqlite, cancellationToken);
        }
        await using (var file = new FileStream(scratch, FileMode.Open, FileAccess.ReadWrite))
            file.Flush(flushToDisk: true);
        EndLog(target);
        DurableFile.Move(scratch, target);
    }

    /// <summary>
    /// Writes the log of the old database into its file: beside the new one it would be taken for that one's. A damaged database
    /// keeps its log under another name.
    /// </summary>
    private static void EndLog(string target)
    {
        if (!File.Exists(target))
            return;
        try
        {
            using var old = SqliteCopy.Open(target);
            SqliteCopy.Ask(old, "pragma wal_checkpoint(truncate)");
        }
        catch (SqliteException)
        {
            // It is replaced because it is damaged.
        }
        foreach (var log in (string[])[target + "-wal", target + "-shm"])
        {
            if (File.Exists(log))
                DurableFile.Move(log, log + ".replaced");
        }
    }

    private async Task RestorePostgresAsync(CreamPieDbContext db, string copy, CancellationToken cancellationToken)
    {
        var tools = await postgres.FindAsync(db, cancellationToken);
        var others = await db.Database.SqlQuery<int>(
            $"""
            select count(*)::int as "Value" from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
            """).SingleAsync(cancellationToken);
        if (others > 0)
        {
            throw new BackupException(
                $"{others} other connections use the database: stop every node of CreamPie first, then restore again.");
        }
        await tools.RestoreAsync(copy, RestoredState.ClearPostgres, RestoredState.Postgres, cancellationToken);
    }

    private static void Compare(BackupManifest manifest, DatabaseContent content)
    {
        var differences = manifest.Content.DifferencesOf(content);
        if (differences.Count > 0)
        {
            throw new BackupException(
                $"The copy of the database is not what was backed up, and was not used: {string.Join(' ', differences)}");
        }
    }

    private static string FileOf(CreamPieDbContext db) => Path.GetFullPath(db.Database.GetDbConnection().DataSource);
}
