using CreamPie.Core.Market;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Storage.Tables;

internal static class StockLock
{
    /// <summary>
    /// The stock, locked until the transaction ends: by a row lock on PostgreSQL, by BEGIN IMMEDIATE on SQLite. Null if
    /// there is none.
    /// </summary>
    public static Task<Stock?> LockAsync(CreamPieDbContext db, Symbol symbol, CancellationToken cancellationToken)
    {
        var text = symbol.Value;
        var found = db.Database.IsNpgsql()
            ? db.Stocks.FromSql($"SELECT * FROM stock WHERE symbol = {text} FOR UPDATE")
            : db.Stocks.Where(s => s.Symbol == text);
        return found.SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The same by id; null for a document without a stock.</summary>
    public static async Task<Stock?> LockAsync(CreamPieDbContext db, int? id, CancellationToken cancellationToken)
    {
        if (id is not { } known)
            return null;
        var found = db.Database.IsNpgsql()
            ? db.Stocks.FromSql($"SELECT * FROM stock WHERE id = {known} FOR UPDATE")
            : db.Stocks.Where(s => s.Id == known);
        return await found.SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The same; creates the stock as imported if it does not exist.</summary>
    public static async Task<Stock> LockOrAddAsync(CreamPieDbContext db, Symbol symbol, CancellationToken cancellationToken)
    {
        if (await LockAsync(db, symbol, cancellationToken) is { } stock)
            return stock;
        stock = new Stock { Symbol = symbol.Value, Status = StockStatus.Imported };
        db.Stocks.Add(stock);
        await db.SaveChangesAsync(cancellationToken);
        return stock;
    }
}
