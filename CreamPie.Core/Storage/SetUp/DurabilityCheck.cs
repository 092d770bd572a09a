using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Storage.SetUp;

/// <summary>
/// Checks that commits survive a power cut. SQLite is configured by this program, so any other setting fails the start;
/// PostgreSQL is configured elsewhere, so its settings are only logged as warnings.
/// </summary>
public sealed partial class DurabilityCheck(IDbContextFactory<CreamPieDbContext> contexts, ILogger<DurabilityCheck> log)
{
    private const long Full = 2;

    /// <summary>Reads the durability settings of the database.</summary>
    /// <exception cref="InvalidOperationException">SQLite does not flush its commits.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        if (db.Database.IsSqlite())
            await CheckSqliteAsync(db, cancellationToken);
        else
            await CheckPostgresAsync(db, cancellationToken);
    }

    private async Task CheckSqliteAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var synchronous = await db.Database
            .SqlQuery<long>($"select synchronous as \"Value\" from pragma_synchronous")
            .SingleAsync(cancellationToken);
        if (synchronous < Full)
            throw new InvalidOperationException($"SQLite runs with synchronous={synchronous}, and CreamPie needs FULL.");
        var journal = await db.Database
            .SqlQuery<string>($"select journal_mode as \"Value\" from pragma_journal_mode")
            .SingleAsync(cancellationToken);
        if (journal != "wal")
            Log.NoWal(log, journal);
    }

    private async Task CheckPostgresAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var off = await db.Database
            .SqlQuery<string>(
                $"""
                select name as "Value" from pg_settings
                where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting = 'off' order by name
                """)
            .ToListAsync(cancellationToken);
        foreach (var setting in off)
            Log.NotDurable(log, setting);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Warning,
            "PostgreSQL runs with {Setting}=off: a power cut may lose or corrupt committed data. Set it to on.")]
        public static partial void NotDurable(ILogger logger, string setting);

        [LoggerMessage(
            2, LogLevel.Warning,
            "SQLite cannot use its write-ahead log (journal mode {Journal}): readers block on the writer. "
            + "Is the data folder on a network disk?")]
        public static partial void NoWal(ILogger logger, string journal);
    }
}
