using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CreamPie.Core.Storage.Writing;

/// <summary>
/// SQLite has one writer. Transactions of this process wait for it in the order they came, without a thread each; and one that finds the
/// database locked for longer than its busy timeout (by another program, or because the machine stands still) begins again: nothing has
/// been read or written in it yet, so this repeats it as a whole.
/// </summary>
internal sealed class WriterTurns : DbTransactionInterceptor, IDisposable
{
    private readonly SemaphoreSlim _next = new(1);

    public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default)
    {
        if (result.HasResult)
            return result;
        await _next.WaitAsync(cancellationToken);
        try
        {
            var begun = await BusyDatabase.RetryAsync(
                connection, () => Task.FromResult(connection.BeginTransaction(eventData.IsolationLevel)), cancellationToken);
            return InterceptionResult<DbTransaction>.SuppressWithResult(begun);
        }
        finally
        {
            _next.Release();
        }
    }

    public void Dispose() => _next.Dispose();
}
