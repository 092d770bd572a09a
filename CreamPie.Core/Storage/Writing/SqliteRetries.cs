using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CreamPie.Core.Storage.Writing;

/// <summary>
/// Repeats a statement of its own, or a SaveChanges, that found the database locked. Inside a transaction nothing is repeated: it has the
/// write lock already, and a part of it is no whole.
/// </summary>
internal sealed class SqliteRetries(ExecutionStrategyDependencies dependencies) : IExecutionStrategy
{
    private DbContext Context => dependencies.CurrentContext.Context;

    /// <summary>Otherwise Entity Framework would refuse transactions that callers begin.</summary>
    public bool RetriesOnFailure => false;

    public TResult Execute<TState, TResult>(
        TState state, Func<DbContext, TState, TResult> operation, Func<DbContext, TState, ExecutionResult<TResult>>? verifySucceeded) =>
        operation(Context, state);

    public Task<TResult> ExecuteAsync<TState, TResult>(
        TState state, Func<DbContext, TState, CancellationToken, Task<TResult>> operation,
        Func<DbContext, TState, CancellationToken, Task<ExecutionResult<TResult>>>? verifySucceeded,
        CancellationToken cancellationToken = default) => Context.Database.CurrentTransaction is null
            ? BusyDatabase.RetryAsync(
                Context.Database.GetDbConnection(), () => operation(Context, state, cancellationToken), cancellationToken)
            : operation(Context, state, cancellationToken);
}
