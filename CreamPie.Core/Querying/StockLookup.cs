using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying;

internal static class StockLookup
{
    /// <summary>The stock, to be read only; null if there is none.</summary>
    public static Task<Stock?> FindAsync(CreamPieDbContext db, Symbol symbol, CancellationToken cancellationToken) =>
        db.Stocks.AsNoTracking().SingleOrDefaultAsync(s => s.Symbol == symbol.Value, cancellationToken);
}
