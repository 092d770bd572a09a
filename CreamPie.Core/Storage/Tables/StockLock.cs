using CreamPie.Core.Market;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Storage.Tables;

internal static class StockLock
{
    /// <summary>
    /// The stock, to be changed by one transaction at a time: PostgreSQL locks its row until the transaction ends,
    /// SQLite's BEGIN IMMEDIATE has locked everything already.
    /// </summary>
    public static Task<Stock?> LockAsync(CreamPieDbContext db, Symbol symbol, CancellationToken cancellationToken)
    {
        var text = symbol.Value;
        var found = db.Database.IsNpgsql()
            ? db.Stocks.FromSql($"SELECT * FROM stock WHERE symbol = {text} FOR UPDATE")
            : db.Stocks.Where(s => s.Symbol == text);
        return found.SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The same, by its id; null for a document that has no stock yet.</summary>
    public static async Task<Stock?> LockAsync(CreamPieDbContext db, int? id, CancellationToken cancellationToken)
    {
        if (id is not { } known)
            return null;
        var found = db.Database.IsNpgsql()
            ? db.Stocks.FromSql($"SELECT * FROM stock WHERE id = {known} FOR UPDATE")
            : db.Stocks.Where(s => s.Id == known);
        return await found.SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The same; a symbol that only ever came by file gets its stock here.</summary>
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
