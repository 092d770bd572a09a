using System.Data.Common;
using CreamPie.Core.Database;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CreamPie.Core.Loading;

/// <summary>One prepared statement, one row at a time: the fastest way into SQLite there is (STACK: multi-row is slower).</summary>
internal sealed class SqliteBarWriter : IBarWriter
{
    private const string Upsert = """
        INSERT INTO daily_bar (stock_id, source, date, open, high, low, close, adj_close, volume, final, basis_date, document_id, known_since)
        VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (stock_id, source, date) DO UPDATE SET
            open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
            adj_close = excluded.adj_close, volume = excluded.volume, final = excluded.final,
            basis_date = excluded.basis_date, document_id = excluded.document_id, known_since = excluded.known_since
        """;

    public Task InsertAsync(CreamPieDbContext db, IReadOnlyList<DailyBarRow> rows, CancellationToken cancellationToken)
    {
        Write(db, rows, cancellationToken);
        return Task.CompletedTask;
    }

    public Task UpdateAsync(CreamPieDbContext db, IReadOnlyList<DailyBarRow> rows, CancellationToken cancellationToken) =>
        InsertAsync(db, rows, cancellationToken);

    /// <summary>SQLite's calls are synchronous whatever their names say.</summary>
    private static void Write(CreamPieDbContext db, IReadOnlyList<DailyBarRow> rows, CancellationToken cancellationToken)
    {
        using var command = (SqliteCommand)db.Database.GetDbConnection().CreateCommand();
        command.Transaction = (SqliteTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = Upsert;
        var p = Enumerable.Range(0, 13).Select(i => command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" })).ToArray();
        command.Prepare();
        var convert = new InstantAsMilliseconds().ConvertToProviderTyped;
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            p[0].Value = row.StockId;
            p[1].Value = (short)row.Source;
            p[2].Value = DayAsNumber.ToNumber(row.Date);
            Set(p[3], row.Open);
            Set(p[4], row.High);
            Set(p[5], row.Low);
            p[6].Value = row.Close;
            Set(p[7], row.AdjClose);
            p[8].Value = row.Volume is { } volume ? volume : DBNull.Value;
            p[9].Value = row.Final;
            p[10].Value = DayAsNumber.ToNumber(row.BasisDate);
            p[11].Value = row.DocumentId;
            p[12].Value = convert(row.KnownSince);
            command.ExecuteNonQuery();
        }
    }

    private static void Set(DbParameter parameter, double? value) => parameter.Value = value is { } number ? number : DBNull.Value;
}
