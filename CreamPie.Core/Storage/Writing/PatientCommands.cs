using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CreamPie.Core.Storage.Writing;

/// <summary>
/// Repeats a statement that found SQLite locked, where it is no part of a transaction: for raw SQL Entity Framework asks no execution
/// strategy (<see cref="SqliteRetries"/>).
/// </summary>
internal sealed class PatientCommands : DbCommandInterceptor
{
    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        result.HasResult || command is not { Transaction: null, Connection: { } connection }
            ? result
            : InterceptionResult<int>.SuppressWithResult(await BusyDatabase.RetryAsync(
                connection, () => command.ExecuteNonQueryAsync(cancellationToken), cancellationToken));
}
