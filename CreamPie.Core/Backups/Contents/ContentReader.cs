using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CreamPie.Core.Backups.Contents;

/// <summary>Reads every row of a database once, one after the other, into counts and checksums.</summary>
internal static class ContentReader
{
    /// <param name="db">In a transaction, if others write meanwhile.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<DatabaseContent> ReadAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        var symbols = await db.Stocks.AsNoTracking().ToDictionaryAsync(s => s.Id, s => s.Symbol, cancellationToken);
        var series = new Dictionary<int, RowSum>();
        var tables = new SortedDictionary<string, ContentSum>(StringComparer.Ordinal);
        foreach (var table in DatabaseTables.Of(db))
            tables[table.GetTableName()!] = await ReadAsync(db, table, series, cancellationToken);
        var served = new SortedDictionary<string, ContentSum>(StringComparer.Ordinal);
        foreach (var (stock, sum) in series)
            served[symbols.GetValueOrDefault(stock, $"(stock {stock})")] = sum.ToSum();
        return new(tables, served);
    }

    private static async Task<ContentSum> ReadAsync(
        CreamPieDbContext db, IEntityType table, Dictionary<int, RowSum> series, CancellationToken cancellationToken)
    {
        var values = DatabaseTables.Values(table);
        var (sum, bytes) = (new RowSum(), new RowBytes());
        await foreach (var row in DatabaseTables.Rows(db, table).WithCancellation(cancellationToken))
        {
            bytes.Clear();
            foreach (var value in values)
                bytes.Add(value(row));
            sum.Add(bytes.Written);
            if (row is DailyBarRow bar)
                AddServed(series, bar.StockId, bytes, Served(bar));
            else if (row is CorporateActionRow { KnownTo: null } action)
                AddServed(series, action.StockId, bytes, Served(action));
        }
        return sum.ToSum();
    }

    private static ReadOnlySpan<object?> Served(DailyBarRow bar) => new object?[]
    {
        bar.Source, bar.Date, bar.Open, bar.High, bar.Low, bar.Close, bar.AdjClose, bar.Volume, bar.Final, bar.BasisDate,
    };

    private static ReadOnlySpan<object?> Served(CorporateActionRow action) => new object?[]
    {
        action.ExDate, action.Kind, action.Amount, action.Currency, action.Numerator, action.Denominator,
    };

    private static void AddServed(Dictionary<int, RowSum> series, int stock, RowBytes bytes, ReadOnlySpan<object?> values)
    {
        bytes.Clear();
        foreach (var value in values)
            bytes.Add(value);
        if (!series.TryGetValue(stock, out var sum))
            series[stock] = sum = new RowSum();
        sum.Add(bytes.Written);
    }
}
