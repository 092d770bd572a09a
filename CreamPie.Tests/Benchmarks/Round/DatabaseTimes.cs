using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CreamPie.Tests.Benchmarks.Round;

/// <summary>What each statement took, as its caller waits for it: time in the database, on the wire, and for locks.</summary>
internal sealed class DatabaseTimes : DbCommandInterceptor, IDbTransactionInterceptor
{
    private readonly ConcurrentDictionary<string, (int Count, TimeSpan Time)> _statements = new(StringComparer.Ordinal);

    public (int Count, TimeSpan Time) Total =>
        (_statements.Values.Sum(s => s.Count), TimeSpan.FromTicks(_statements.Values.Sum(s => s.Time.Ticks)));

    public void Clear() => _statements.Clear();

    public IEnumerable<(string Text, int Count, TimeSpan Time)> Longest(int count) => _statements
        .OrderByDescending(s => s.Value.Time).Take(count).Select(s => (s.Key, s.Value.Count, s.Value.Time));

    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Add(command.CommandText, eventData.Duration);
        return new(result);
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Add(command.CommandText, eventData.Duration);
        return new(result);
    }

    public override ValueTask<object?> ScalarExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken = default)
    {
        Add(command.CommandText, eventData.Duration);
        return new(result);
    }

    public ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        Add("begin", eventData.Duration);
        return new(result);
    }

    public Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Add("commit", eventData.Duration);
        return Task.CompletedTask;
    }

    private void Add(string text, TimeSpan time) =>
        _statements.AddOrUpdate(text, (1, time), (_, before) => (before.Count + 1, before.Time + time));
}
