using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CreamPie.Core.Loading.Writers;

/// <summary>New rows by binary COPY, changed rows by one UPDATE over arrays; both under the stock's row lock.</summary>
internal sealed class PostgresBarWriter : IBarWriter
{
    private const string Copy = """
        COPY daily_bar (stock_id, source, date, open, high, low, close, adj_close, volume, final, basis_date, document_id, known_since)
        FROM STDIN (FORMAT BINARY)
        """;

    public async Task InsertAsync(CreamPieDbContext db, IReadOnlyList<DailyBarRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var copy = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
        // Synchronous on purpose: awaiting each value costs more than the values, which go into a buffer.
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            copy.StartRow();
            copy.Write(row.StockId, NpgsqlDbType.Integer);
            copy.Write((short)row.Source, NpgsqlDbType.Smallint);
            copy.Write(row.Date, NpgsqlDbType.Date);
            Write(copy, row.Open);
            Write(copy, row.High);
            Write(copy, row.Low);
            copy.Write(row.Close, NpgsqlDbType.Double);
            Write(copy, row.AdjClose);
            if (row.Volume is { } volume)
                copy.Write(volume, NpgsqlDbType.Bigint);
            else
                copy.WriteNull();
            copy.Write(row.Final, NpgsqlDbType.Boolean);
            copy.Write(row.BasisDate, NpgsqlDbType.Date);
            copy.Write(row.DocumentId, NpgsqlDbType.Integer);
            copy.Write(row.KnownSince, NpgsqlDbType.TimestampTz);
        }
        await copy.CompleteAsync(cancellationToken);
    }

    private static void Write(NpgsqlBinaryImporter copy, double? value)
    {
        if (value is { } number)
            copy.Write(number, NpgsqlDbType.Double);
        else
            copy.WriteNull();
    }

    public Task UpdateAsync(CreamPieDbContext db, IReadOnlyList<DailyBarRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return Task.CompletedTask;
        var (stock, source) = (rows[0].StockId, (short)rows[0].Source);
        return db.Database.ExecuteSqlAsync(
            $"""
            UPDATE daily_bar AS b SET
                open = n.open, high = n.high, low = n.low, close = n.close, adj_close = n.adj_close, volume = n.volume,
                final = n.final, basis_date = n.basis_date, document_id = n.document_id, known_since = n.known_since
            FROM unnest(
                {Column(rows, r => r.Date)}, {Column(rows, r => r.Open)}, {Column(rows, r => r.High)}, {Column(rows, r => r.Low)},
                {Column(rows, r => r.Close)}, {Column(rows, r => r.AdjClose)}, {Column(rows, r => r.Volume)}, {Column(rows, r => r.Final)},
                {Column(rows, r => r.BasisDate)}, {Column(rows, r => r.DocumentId)}, {Column(rows, r => r.KnownSince)})
                AS n (date, open, high, low, close, adj_close, volume, final, basis_date, document_id, known_since)
            WHERE b.stock_id = {stock} AND b.source = {source} AND b.date = n.date
            """,
            cancellationToken);
    }

    private static T[] Column<T>(IReadOnlyList<DailyBarRow> rows, Func<DailyBarRow, T> value)
    {
        var column = new T[rows.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(rows[i]);
        return column;
    }
}
