using CreamPie.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CreamPie.Core.Backups.Contents;

/// <summary>
/// Reads every row of a database as its own catalog names the tables, not as today's model does: a copy of any earlier schema has the
/// sums that it had then. Only those of the same kind of database compare.
/// </summary>
internal static class CopyContentReader
{
    /// <summary>Which stock a row belongs to.</summary>
    private const string Owner = "stock_id";

    /// <summary>What is served of a stock.</summary>
    private static readonly string[] Series = ["daily_bar", "corporate_action"];

    /// <summary>A row: the stock it belongs to, or none, and its values.</summary>
    public delegate void Row(int? stock, ReadOnlySpan<byte> values);

    /// <param name="db">In a transaction, if others write meanwhile.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<DatabaseContent> ReadAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            return await ReadOpenAsync(db, cancellationToken);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task<DatabaseContent> ReadOpenAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var names = await db.Database.SqlQuery<string>(db.Database.IsNpgsql() ? PostgresRows.Tables : SqliteRows.Tables)
            .ToListAsync(cancellationToken);
        var tables = new SortedDictionary<string, ContentSum>(StringComparer.Ordinal);
        var series = new Dictionary<int, RowSum>();
        foreach (var name in names)
        {
            var sum = new RowSum();
            var isSeries = Series.Contains(name);
            await RowsAsync(db, name, isSeries ? Owner : "null", Add, cancellationToken);
            tables[name] = sum.ToSum();

            void Add(int? stock, ReadOnlySpan<byte> values)
            {
                sum.Add(values);
                if (stock is not { } id)
                    return;
                if (!series.TryGetValue(id, out var ofStock))
                    series[id] = ofStock = new RowSum();
                ofStock.Add(values);
            }
        }
        var symbols = await db.Stocks.Select(s => new { s.Id, s.Symbol }).ToDictionaryAsync(s => s.Id, s => s.Symbol, cancellationToken);
        var served = new SortedDictionary<string, ContentSum>(StringComparer.Ordinal);
        foreach (var (stock, sum) in series)
            served[symbols.GetValueOrDefault(stock, $"(stock {stock})")] = sum.ToSum();
        return new(tables, served);
    }

    private static Task RowsAsync(CreamPieDbContext db, string table, string owner, Row row, CancellationToken cancellationToken) =>
        db.Database.GetDbConnection() is NpgsqlConnection postgres
            ? PostgresRows.ReadAsync(postgres, table, owner, row, cancellationToken)
            : SqliteRows.ReadAsync((SqliteConnection)db.Database.GetDbConnection(), table, owner, row, cancellationToken);
}
