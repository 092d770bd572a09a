using System.Data.Common;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace CreamPie.Core.Querying.Series.Reading;

/// <summary>
/// The rows of a command of several statements, column by column: EF's interceptors, its log and its transaction are kept, its objects
/// are not made. A million bars are read in a third of the time.
/// </summary>
internal sealed class Rows(RelationalDataReader relational, bool isSqlite) : IAsyncDisposable
{
    private readonly DbDataReader _reader = relational.DbDataReader;

    /// <param name="db">Any context.</param>
    /// <param name="sql">Statements with semicolons between them; {0} is the first parameter.</param>
    /// <param name="parameters">Of the statements.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    public static async Task<Rows> ReadAsync(
        CreamPieDbContext db, string sql, IReadOnlyList<object> parameters, CancellationToken cancellationToken)
    {
        var command = db.GetService<IRawSqlCommandBuilder>().Build(sql, parameters, db.Model);
        return new(
            await command.RelationalCommand.ExecuteReaderAsync(
                new(
                    db.GetService<IRelationalConnection>(), command.ParameterValues, null, db,
                    db.GetService<IRelationalCommandDiagnosticsLogger>(), CommandSource.FromSqlQuery),
                cancellationToken),
            db.Database.IsSqlite());
    }

    public Task<bool> NextAsync(CancellationToken cancellationToken) => _reader.ReadAsync(cancellationToken);

    /// <summary>Goes on to the rows of the next statement.</summary>
    public Task NextStatementAsync(CancellationToken cancellationToken) => _reader.NextResultAsync(cancellationToken);

    public int Int(int column) => _reader.GetInt32(column);

    public short Short(int column) => _reader.GetInt16(column);

    public long Long(int column) => _reader.GetInt64(column);

    public double Double(int column) => _reader.GetDouble(column);

    public bool Flag(int column) => _reader.GetBoolean(column);

    public string Text(int column) => _reader.GetString(column);

    public byte[] Bytes(int column) => _reader.GetFieldValue<byte[]>(column);

    public bool Has(int column) => !_reader.IsDBNull(column);

    public double? DoubleOrNull(int column) => _reader.IsDBNull(column) ? null : _reader.GetDouble(column);

    public long? LongOrNull(int column) => _reader.IsDBNull(column) ? null : _reader.GetInt64(column);

    public string? TextOrNull(int column) => _reader.IsDBNull(column) ? null : _reader.GetString(column);

    public DateOnly Day(int column) => isSqlite
        ? DayAsNumber.FromNumber(_reader.GetInt32(column))
        : _reader.GetFieldValue<DateOnly>(column);

    public DateOnly? DayOrNull(int column) => _reader.IsDBNull(column) ? null : Day(column);

    /// <summary>UTC.</summary>
    public DateTime Instant(int column) => isSqlite
        ? DateTime.UnixEpoch.AddMilliseconds(_reader.GetInt64(column))
        : _reader.GetFieldValue<DateTime>(column);

    public ValueTask DisposeAsync() => relational.DisposeAsync();
}
