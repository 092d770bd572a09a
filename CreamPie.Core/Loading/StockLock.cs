using CreamPie.Core.Database;
using CreamPie.Core.Market;
using CreamPie.Core.Tracking;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading;

/// <summary>
/// Loads of one stock go one after the other: PostgreSQL locks its row until the transaction ends,
/// SQLite's BEGIN IMMEDIATE has locked everything already.
/// </summary>
internal static class StockLock
{
    /// <summary>The locked stock; a symbol that came by file gets one here.</summary>
    public static async Task<Stock> TakeAsync(CreamPieDbContext db, Symbol symbol, CancellationToken cancellationToken)
    {
        var text = symbol.Value;
        var found = db.Database.IsNpgsql()
            ? db.Stocks.FromSql($"SELECT * FROM stock WHERE symbol = {text} FOR UPDATE")
            : db.Stocks.Where(s => s.Symbol == text);
        var stock = await found.SingleOrDefaultAsync(cancellationToken);
        if (stock is not null)
            return stock;
        stock = new Stock { Symbol = text, Status = StockStatus.Imported };
        db.Stocks.Add(stock);
        await db.SaveChangesAsync(cancellationToken);
        return stock;
    }
}
