using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CreamPie.Core.Database;

/// <summary>Faults of the database that pass by themselves when the whole transaction is run again.</summary>
public static class Transient
{
    private const int Tries = 5;

    /// <summary>Runs a whole transaction, again after a passing fault; it must find out by itself whether it was done.</summary>
    public static async Task<T> RetryAsync<T>(Func<Task<T>> transaction, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await transaction();
            }
            catch (Exception fault) when (attempt < Tries && Is(fault))
            {
                await Task.Delay(Random.Shared.Next(20, 100) * attempt, cancellationToken);
            }
        }
    }

    /// <summary>Deadlock, serialisation, lost connection, busy; and a key that somebody else inserted first.</summary>
    public static bool Is(Exception fault) => fault switch
    {
        DbUpdateException { InnerException: { } inner } => Is(inner),
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => true,
        NpgsqlException { IsTransient: true } => true,
        SqliteException { SqliteErrorCode: 5 or 6 } => true,
        SqliteException { SqliteExtendedErrorCode: 2067 or 1555 } => true,
        _ => false,
    };
}
