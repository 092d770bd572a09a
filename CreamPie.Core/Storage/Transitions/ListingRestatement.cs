using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Storage.Transitions;

/// <summary>States the facts of a stock anew from its ledger, after documents have come to it or left it.</summary>
internal static class ListingRestatement
{
    public static async Task ApplyAsync(CreamPieDbContext db, Stock stock, CancellationToken cancellationToken)
    {
        var ledger = (await db.LoadLedger.AsNoTracking().Where(e => e.StockId == stock.Id).ToListAsync(cancellationToken))
            .LatestFirst()
            .ToList();
        (stock.Name, stock.Exchange) = (Latest(e => e.Name), Latest(e => e.Exchange));
        (stock.Currency, stock.TimeZone) = (Latest(e => e.Currency), Latest(e => e.TimeZone));
        stock.FirstTradeDate = ledger.Find(e => e.FirstTradeDate is not null)?.FirstTradeDate;
        stock.ServedSource = ledger.Min(e => (SourceName?)e.Source);
        var isUnproved = stock.ServedSource == SourceName.Unproved;
        stock.FirstSession = ledger.Where(e => isUnproved || e.Source != SourceName.Unproved).Min(e => (DateOnly?)e.FirstDay);
        var newest = await db.DailyBars.AsNoTracking().Where(b => b.StockId == stock.Id)
            .OrderByDescending(b => b.Date).ThenBy(b => b.Source).FirstOrDefaultAsync(cancellationToken);
        (stock.LastSession, stock.LastClose) = (newest?.Date, newest?.Close);
        stock.RaiseVersion();

        string? Latest(Func<LoadLedgerEntry, string?> fact) => ledger.Select(fact).FirstOrDefault(f => f is not null);
    }
}
