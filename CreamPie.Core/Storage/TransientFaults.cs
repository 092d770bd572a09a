using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CreamPie.Core.Storage;

/// <summary>Database faults that pass when the whole transaction is repeated.</summary>
public static class TransientFaults
{
    private const int Tries = 5;

    /// <summary>About 25 s in total: outlasts a restart of the database.</summary>
    internal const int LongRetryCount = 30;

    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;

    /// <summary>
    /// Runs a whole transaction, repeated after a transient fault, at most 5 times within a second. It must be idempotent:
    /// a commit may have succeeded although its reply was lost.
    /// </summary>
    public static Task<T> RetryAsync<T>(Func<Task<T>> transaction, CancellationToken cancellationToken) =>
        RetryAsync(transaction, Tries, cancellationToken);

    /// <summary>
    /// The same with at most <paramref name="tries"/> attempts. The wait before each grows by 60 ms on average: 5 take a second
    /// at most, 30 half a minute.
    /// </summary>
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

    /// <summary>
    /// Deadlock, serialization failure, lost connection, database busy; or a unique key that another transaction inserted
    /// first.
    /// </summary>
    public static bool IsTransient(Exception fault) => fault switch
    {
        // EF wraps the transient faults of PostgreSQL once more.
        DbUpdateException or InvalidOperationException when fault.InnerException is { } inner => IsTransient(inner),
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => true,
        NpgsqlException { IsTransient: true } => true,
        SqliteException { SqliteErrorCode: 5 or 6 } => true,
        SqliteException { SqliteExtendedErrorCode: 2067 or 1555 } => true,
        _ => false,
    };

    /// <summary>
    /// The database or the disk is unavailable, full or read-only, or the fault is transient: worth a later attempt.
    /// </summary>
    public static bool IsOutage(Exception fault) => IsTransient(fault) || fault switch
    {
        DbUpdateException or InvalidOperationException when fault.InnerException is { } inner => IsOutage(inner),
        PostgresException { SqlState: ['5', '3' or '7' or '8', ..] or PostgresErrorCodes.ReadOnlySqlTransaction } => true,
        PostgresException => false,
        NpgsqlException => true,
        SqliteException { SqliteErrorCode: ReadOnly or InputOutput or Full or CannotOpen } => true,
        // The archive: its disk is gone, or its files belong to another user after a restore.
        IOException or UnauthorizedAccessException => true,
        _ => false,
    };
}
