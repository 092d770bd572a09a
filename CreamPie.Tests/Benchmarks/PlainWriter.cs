using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CreamPie.Tests.Benchmarks;

/// <summary>Writes the same rows to the same table without reading or comparing: the database's top speed.</summary>
internal static class PlainWriter
{
    private const string Columns =
        "stock_id, source, date, open, high, low, close, adj_close, volume, final, basis_date, document_id, known_since";

    public static void Write(CreamPieDbContext db, IReadOnlyList<DailyBarRow> rows)
    {
        db.Database.OpenConnection();
        if (db.Database.GetDbConnection() is NpgsqlConnection postgres)
            Copy(postgres, rows);
        else
            Insert((SqliteConnection)db.Database.GetDbConnection(), rows);
    }

    private static void Copy(NpgsqlConnection connection, IReadOnlyList<DailyBarRow> rows)
    {
        using var copy = connection.BeginBinaryImport($"COPY daily_bar ({Columns}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            copy.StartRow();
            copy.Write(row.StockId, NpgsqlDbType.Integer);
            copy.Write((short)row.Source, NpgsqlDbType.Smallint);
            copy.Write(row.Date, NpgsqlDbType.Date);
            copy.Write(row.Open!.Value, NpgsqlDbType.Double);
            copy.Write(row.High!.Value, NpgsqlDbType.Double);
            copy.Write(row.Low!.Value, NpgsqlDbType.Double);
            copy.Write(row.Close, NpgsqlDbType.Double);
            copy.Write(row.AdjClose!.Value, NpgsqlDbType.Double);
            copy.Write(row.Volume!.Value, NpgsqlDbType.Bigint);
            copy.Write(row.Final, NpgsqlDbType.Boolean);
            copy.Write(row.BasisDate, NpgsqlDbType.Date);
            copy.Write(row.DocumentId, NpgsqlDbType.Integer);
            copy.Write(row.KnownSince, NpgsqlDbType.TimestampTz);
        }
        copy.Complete();
    }

    private static void Insert(SqliteConnection connection, IReadOnlyList<DailyBarRow> rows)
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO daily_bar ({Columns}) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        var p = Enumerable.Range(0, 13).Select(i => command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" })).ToArray();
        command.Prepare();
        foreach (var row in rows)
        {
            p[0].Value = row.StockId;
            p[1].Value = (short)row.Source;
            p[2].Value = DayAsNumber.ToNumber(row.Date);
            p[3].Value = row.Open;
            p[4].Value = row.High;
            p[5].Value = row.Low;
            p[6].Value = row.Close;
            p[7].Value = row.AdjClose;
            p[8].Value = row.Volume;
            p[9].Value = row.Final;
            p[10].Value = DayAsNumber.ToNumber(row.BasisDate);
            p[11].Value = row.DocumentId;
            p[12].Value = InstantAsMilliseconds.ToMilliseconds(row.KnownSince);
            command.ExecuteNonQuery();
        }
        transaction.Commit();
    }
}
