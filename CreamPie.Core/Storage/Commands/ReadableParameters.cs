using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CreamPie.Core.Storage.Commands;

/// <summary>
/// The last gate before the database: what is typed on an open page, or navigated to inside it, comes by no request that could be refused
/// as a whole, and PostgreSQL fails on a NUL or half of a surrogate pair. Each is replaced, so that the text finds nothing.
/// </summary>
internal sealed class ReadableParameters : DbCommandInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Clean(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        Clean(command);
        return new(result);
    }

    public override InterceptionResult<object> ScalarExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
    {
        Clean(command);
        return result;
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        Clean(command);
        return new(result);
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Clean(command);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Clean(command);
        return new(result);
    }

    private static void Clean(DbCommand command)
    {
        foreach (DbParameter parameter in command.Parameters)
        {
            if (parameter.Value is string text)
                parameter.Value = ReadableText.Of(text);
            else if (parameter.Value is IEnumerable<string?> texts && !texts.All(ReadableText.Is))
                parameter.Value = texts.Select(t => t is null ? null : ReadableText.Of(t)).ToArray();
        }
    }
}
