using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CreamPie.Core.Storage;

/// <summary>Faults of the database that pass by themselves when the whole transaction is run again.</summary>
public static class TransientFaults
{
    private const int Tries = 5;

    /// <summary>About 25 s: a restart of the database.</summary>
    internal const int LongRetryCount = 30;

    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;

    /// <summary>Runs a whole transaction, again after a passing fault; it must find out by itself whether it was done.</summary>
    public static Task<T> RetryAsync<T>(Func<Task<T>> transaction, CancellationToken cancellationToken) =>
        RetryAsync(transaction, Tries, cancellationToken);

    /// <param name="tries">The wait before each grows by 60 ms: 5 take a second at most, 30 half a minute.</param>
    public static async Task<T> RetryAsync<T>(Func<Task<T>> transaction, int tries, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await transaction();
            }
            catch (Exception fault) when (attempt < tries && IsTransient(fault))
            {
                await Task.Delay(Random.Shared.Next(20, 100) * attempt, cancellationToken);
            }
        }
    }

    /// <summary>Deadlock, serialisation, lost connection, busy; and a key that somebody else inserted first.</summary>
    public static bool IsTransient(Exception fault) => fault switch
    {
        // EF wraps what PostgreSQL calls passing once more.
        DbUpdateException or InvalidOperationException when fault.InnerException is { } inner => IsTransient(inner),
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => true,
        NpgsqlException { IsTransient: true } => true,
        SqliteException { SqliteErrorCode: 5 or 6 } => true,
        SqliteException { SqliteExtendedErrorCode: 2067 or 1555 } => true,
        _ => false,
    };

    /// <summary>The database or the disk is away, full or read-only: worth another attempt, but not at once.</summary>
    public static bool IsOutage(Exception fault) => IsTransient(fault) || fault switch
    {
        DbUpdateException or InvalidOperationException when fault.InnerException is { } inner => IsOutage(inner),
        PostgresException { SqlState: ['5', '3' or '7' or '8', ..] or PostgresErrorCodes.ReadOnlySqlTransaction } => true,
        PostgresException => false,
        NpgsqlException => true,
        SqliteException { SqliteErrorCode: ReadOnly or InputOutput or Full or CannotOpen } => true,
        // The archive restored from a backup by somebody else, say.
        IOException or UnauthorizedAccessException => true,
        _ => false,
    };
}
