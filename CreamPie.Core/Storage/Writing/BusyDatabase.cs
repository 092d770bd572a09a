using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Storage.Writing;

/// <summary>"database is locked" (SQLITE_BUSY, SQLITE_LOCKED): another connection writes; nothing of ours was written.</summary>
public static class BusyDatabase
{
    /// <summary>In busy timeouts. A caller who waits longer gets a sentence instead.</summary>
    private const int Patience = 3;

    /// <summary>True for such a fault, however it is wrapped.</summary>
    public static bool IsBusy(Exception fault) => fault switch
    {
        DbUpdateException or InvalidOperationException when fault.InnerException is { } inner => IsBusy(inner),
        SqliteException { SqliteErrorCode: 5 or 6 } => true,
        _ => false,
    };

    /// <summary>Repeats what SQLite refuses or does as a whole: one statement, or the beginning of a transaction.</summary>
    /// <param name="connection">Whose default timeout is the busy timeout.</param>
    /// <param name="operation">Has written nothing where it fails.</param>
    /// <param name="cancellationToken">Ends the wait between two tries.</param>
    internal static async Task<T> RetryAsync<T>(
        DbConnection connection, Func<Task<T>> operation, CancellationToken cancellationToken)
    {
        var patience = TimeSpan.FromSeconds(Patience * ((SqliteConnection)connection).DefaultTimeout);
        for (var start = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return await operation();
            }
            catch (Exception fault) when (IsBusy(fault) && Stopwatch.GetElapsedTime(start) < patience)
            {
                await Task.Delay(Random.Shared.Next(20, 60), cancellationToken);
            }
        }
    }
}
