using System.Data.Common;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CreamPie.Core.Loading.Writers;

/// <summary>One prepared statement, one row at a time: the fastest way into SQLite; statements of many rows are slower.</summary>
internal sealed class SqliteBarWriter : IBarWriter
{
    private const string Insert = """
        INSERT INTO daily_bar (
            stock_id, source, date, open, high, low, close, adj_close, volume, final, basis_date, document_id, known_since)
        VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """;

    private const string Update = """
        UPDATE daily_bar SET
            open = $3, high = $4, low = $5, close = $6, adj_close = $7, volume = $8, final = $9,
            basis_date = $10, document_id = $11, known_since = $12
        WHERE stock_id = $0 AND source = $1 AND date = $2
        """;

    public Task InsertAsync(CreamPieDbContext db, IReadOnlyList<DailyBarRow> rows, CancellationToken cancellationToken)
    {
        Write(db, Insert, rows, cancellationToken);
        return Task.CompletedTask;
    }

    public Task UpdateAsync(CreamPieDbContext db, IReadOnlyList<DailyBarRow> rows, CancellationToken cancellationToken)
    {
        Write(db, Update, rows, cancellationToken);
        return Task.CompletedTask;
    }

    /// <summary>SQLite's async calls run synchronously.</summary>
    private static void Write(CreamPieDbContext db, string statement, IReadOnlyList<DailyBarRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        using var command = (SqliteCommand)db.Database.GetDbConnection().CreateCommand();
        command.Transaction = (SqliteTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = statement;
        var p = Enumerable.Range(0, 13).Select(i => command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" })).ToArray();
        command.Prepare();
        DailyBarRow? last = null;
        p[0].Value = rows[0].StockId;
        p[1].Value = (short)rows[0].Source;
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            p[2].Value = DayAsNumber.ToNumber(row.Date);
            Set(p[3], row.Open);
            Set(p[4], row.High);
            Set(p[5], row.Low);
            p[6].Value = row.Close;
            Set(p[7], row.AdjClose);
            p[8].Value = row.Volume is { } volume ? volume : DBNull.Value;
            p[9].Value = row.Final;
            // Nearly always the same for all rows of a load.
            if (last?.BasisDate != row.BasisDate)
                p[10].Value = DayAsNumber.ToNumber(row.BasisDate);
            if (last?.DocumentId != row.DocumentId)
                p[11].Value = row.DocumentId;
            if (last?.KnownSince != row.KnownSince)
                p[12].Value = InstantAsMilliseconds.ToMilliseconds(row.KnownSince);
            last = row;
            command.ExecuteNonQuery();
        }
    }

    private static void Set(DbParameter parameter, double? value) => parameter.Value = value is { } number ? number : DBNull.Value;
}
