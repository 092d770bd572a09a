using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Storage;

/// <summary>Migrates the schema before the host starts, because the key ring is read at host start.</summary>
public sealed partial class DatabaseStartup(IDbContextFactory<CreamPieDbContext> contexts, ILogger<DatabaseStartup> log)
{
    /// <summary>Applies pending migrations; does nothing if there are none.</summary>
    /// <param name="cancellationToken">Ends it between two migrations.</param>
    /// <exception cref="NewerSchemaException">A newer version of the program has changed this database.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (db.Database.IsSqlite())
        {
            KeepPrivate(db.Database.GetDbConnection().DataSource);
            // Fails without the stack that a query's failure has in the log.
            await db.Database.OpenConnectionAsync(cancellationToken);
            await db.Database.CloseConnectionAsync();
            await RemoveStaleMigrationLockAsync(db, cancellationToken);
        }
        // Where it is missing, PostgreSQL's provider asks for it all the same, and logs the refusals as errors.
        if (db.Database.IsNpgsql())
            await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
        await RefuseNewerAsync(db, cancellationToken);
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count == 0)
            return;
        Log.Migrating(log, pending.Count, db.Database.ProviderName!);
        await db.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>
    /// This program would write rows that the newer one cannot read, or read them wrongly.
    /// </summary>
    /// <param name="db">Of the database.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="NewerSchemaException">It has migrations that this program does not know.</exception>
    public static async Task RefuseNewerAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        if (!await HasHistoryAsync(db, cancellationToken))
            return;
        var applied = await db.Database.GetAppliedMigrationsAsync(cancellationToken);
        if (applied.Except(db.Database.GetMigrations()).LastOrDefault() is { } unknown)
            throw new NewerSchemaException(unknown);
    }

    /// <summary>False while the server has not set up this database, or an older one has.</summary>
    /// <param name="db">Of the database.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="NewerSchemaException">A newer version of the program has changed it.</exception>
    public static async Task<bool> IsCurrentAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        await RefuseNewerAsync(db, cancellationToken);
        return await HasHistoryAsync(db, cancellationToken) && !(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any();
    }

    /// <summary>True once a start has begun to set up this database. Makes no file.</summary>
    internal static async Task<bool> HasHistoryAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        if (db.Database.IsNpgsql())
        {
            return await db.Database.SqlQuery<bool>($"""select to_regclass('"__EFMigrationsHistory"') is not null as "Value" """)
                .SingleAsync(cancellationToken);
        }
        var file = db.Database.GetDbConnection().DataSource;
        if (Path.IsPathRooted(file) && !File.Exists(file))
            return false;
        return await db.Database.SqlQuery<bool>(
                $"""select count(*) > 0 as "Value" from sqlite_master where name = '__EFMigrationsHistory'""")
            .SingleAsync(cancellationToken);
    }

    /// <summary>SQLite gives its other files the mode of the database's.</summary>
    private static void KeepPrivate(string file)
    {
        if (!Path.IsPathRooted(file))
            return;
        try
        {
            PrivateFiles.MakeFile(file);
            PrivateFiles.TakeFile(file + "-wal");
            PrivateFiles.TakeFile(file + "-shm");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // SQLite cannot open it either, and says so.
        }
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

/// <summary>The database has been changed by a newer version of the program.</summary>
/// <param name="migration">The newest change that this version does not know.</param>
[SuppressMessage("Design", "CA1032", Justification = "Thrown here only, with a message.")]
public sealed class NewerSchemaException(string migration) : Exception(
    $"ConnectionStrings__CreamPie: a newer version of CreamPie has updated this database ({migration}), and this one would damage it. "
    + "Start that version again, or restore the backup from before the update.");
