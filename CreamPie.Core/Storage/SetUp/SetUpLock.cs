using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Storage.SetUp;

/// <summary>
/// Lets the nodes that share a PostgreSQL database set it up one after the other: what the first makes (schema, key ring, job tables), the
/// others find. SQLite serves one process, which has locked the data folder.
/// </summary>
public sealed partial class SetUpLock(IDbContextFactory<CreamPieDbContext> contexts, ILogger<SetUpLock> log)
{
    /// <summary>Any number that no other program takes in this database.</summary>
    private const long Key = 0x437265616D506965;

    /// <summary>Waits for its turn, which lasts until the result is disposed or this process ends.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IAsyncDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            if (db.Database.IsNpgsql())
                await TakeAsync(db, cancellationToken);
            return new Turn(db);
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    private async Task TakeAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var isFree = await db.Database.SqlQuery<bool>($"select pg_try_advisory_lock({Key}) as \"Value\"").SingleAsync(cancellationToken);
        if (isFree)
            return;
        Log.Waiting(log);
        // As long as the migrations of another node take.
        db.Database.SetCommandTimeout(TimeSpan.Zero);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_lock({Key})", cancellationToken);
    }

    private sealed class Turn(CreamPieDbContext db) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (db)
            {
                if (db.Database.IsNpgsql())
                    await db.Database.ExecuteSqlAsync($"select pg_advisory_unlock({Key})");
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Another node is setting up the database; waiting until it is done.")]
        public static partial void Waiting(ILogger logger);
    }
}
