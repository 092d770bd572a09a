using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CreamPie.Tests.Loading;

/// <summary>
/// Runs a test's statement on a load's connection when its transaction first queries the ledger: from then on the database
/// itself refuses the load.
/// </summary>
internal sealed class FaultyContexts : IDbCommandInterceptor, IDbConnectionInterceptor, IDbTransactionInterceptor
{
    private DbTransaction? _lastLoad;

    /// <summary>SQL; null for no fault.</summary>
    public string? Statement { get; set; }

    /// <summary>Runs on each opened connection, to undo a statement that outlives its transaction.</summary>
    public string? Undo { get; set; }

    /// <summary>Isolation of all transactions from now on; unspecified for the database's default.</summary>
    public IsolationLevel Isolation { get; set; } = IsolationLevel.Unspecified;

    /// <summary>How many loads have begun since <see cref="Statement"/> was set.</summary>
    public int Times { get; private set; }

    public async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData,
        InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (Statement is { } statement && command.Transaction is { } load && load != _lastLoad
            && command.CommandText.Contains("load_ledger", StringComparison.Ordinal))
        {
            Times++;
            _lastLoad = load;
            await ExecuteAsync(command.Connection!, statement, load, cancellationToken);
        }
        return result;
    }

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData,
        InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default) =>
        Isolation == IsolationLevel.Unspecified
            ? result
            : InterceptionResult<DbTransaction>.SuppressWithResult(await connection.BeginTransactionAsync(Isolation, cancellationToken));

    public Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default) =>
        Undo is { } undo ? ExecuteAsync(connection, undo, null, cancellationToken) : Task.CompletedTask;

    private static async Task ExecuteAsync(
        DbConnection connection, string statement, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        // Only constants of the tests get here.
#pragma warning disable CA2100
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
