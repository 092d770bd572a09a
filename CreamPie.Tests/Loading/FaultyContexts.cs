using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CreamPie.Tests.Loading;

/// <summary>
/// Runs a statement of a test's on the connection of a load, as its transaction begins to ask the ledger: from there on the
/// database itself refuses what the test wants it to refuse.
/// </summary>
internal sealed class FaultyContexts : IDbCommandInterceptor, IDbConnectionInterceptor, IDbTransactionInterceptor
{
    private DbTransaction? _made;

    /// <summary>SQL; null for no trouble.</summary>
    public string? Statement { get; set; }

    /// <summary>Undoes it on a connection that is opened again, where it outlives the transaction.</summary>
    public string? Undo { get; set; }

    /// <summary>Of all transactions from now on, where it is not the database's own.</summary>
    public IsolationLevel Isolation { get; set; } = IsolationLevel.Unspecified;

    /// <summary>How many loads began since there is a statement.</summary>
    public int Times { get; private set; }

    public async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (Statement is { } statement && command.Transaction is { } load && load != _made && command.CommandText.Contains("load_ledger", StringComparison.Ordinal))
        {
            Times++;
            _made = load;
            await ExecuteAsync(command.Connection!, statement, load, cancellationToken);
        }
        return result;
    }

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default) =>
        Isolation == IsolationLevel.Unspecified
            ? result
            : InterceptionResult<DbTransaction>.SuppressWithResult(await connection.BeginTransactionAsync(Isolation, cancellationToken));

    public Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default) =>
        Undo is { } undo ? ExecuteAsync(connection, undo, null, cancellationToken) : Task.CompletedTask;

    private static async Task ExecuteAsync(DbConnection connection, string statement, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        // Only a test's own constants come here.
#pragma warning disable CA2100
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
