using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Storage;

/// <summary>Migrates the schema before the host starts, because the key ring is read at host start.</summary>
public sealed partial class DatabaseStartup(IDbContextFactory<CreamPieDbContext> contexts, ILogger<DatabaseStartup> log)
{
    /// <summary>Applies pending migrations; does nothing if there are none.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (db.Database.IsSqlite())
        {
            KeepPrivate(db.Database.GetDbConnection().DataSource);
            await RemoveStaleMigrationLockAsync(db, cancellationToken);
        }
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count == 0)
            return;
        Log.Migrating(log, pending.Count, db.Database.ProviderName!);
        await db.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>SQLite gives its other files the mode of the database's.</summary>
    private static void KeepPrivate(string file)
    {
        if (!Path.IsPathRooted(file))
            return;
        PrivateFiles.MakeFile(file);
        PrivateFiles.TakeFile(file + "-wal");
        PrivateFiles.TakeFile(file + "-shm");
    }

    /// <summary>
    /// A process killed while migrating SQLite leaves a lock row that blocks every later Migrate() forever. This process
    /// has the data folder's lock, so no other can be migrating.
    /// </summary>
    private static async Task RemoveStaleMigrationLockAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var exists = await db.Database
            .SqlQuery<int>($"select count(*) as \"Value\" from sqlite_master where name = '__EFMigrationsLock'")
            .SingleAsync(cancellationToken);
        if (exists > 0)
            await db.Database.ExecuteSqlAsync($"delete from \"__EFMigrationsLock\"", cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Applying {Count} migrations ({Provider}).")]
        public static partial void Migrating(ILogger logger, int count, string provider);
    }
}
