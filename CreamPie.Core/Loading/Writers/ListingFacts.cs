using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Writers;

/// <summary>Updates the facts of a stock: each from the latest document that states it, ties by hash.</summary>
internal static class ListingFacts
{
    /// <summary>Runs after the document's own ledger entry was written.</summary>
    public static async Task UpdateAsync(CreamPieDbContext db, Stock stock, LoadRequest request, CancellationToken cancellationToken)
    {
        stock.RaiseVersion();
        var wasUnproved = stock.ServedSource == SourceName.Unproved;
        stock.ServedSource = stock.ServedSource is { } served && served <= request.Source ? served : request.Source;
        var isUnproved = stock.ServedSource == SourceName.Unproved;
        // Of the served series: prices of unproved basis are no part of one of proved basis.
        var first = request.Document.Range!.Value.First;
        if (stock.FirstSession is null || wasUnproved != isUnproved
            || (first < stock.FirstSession && (isUnproved || request.Source != SourceName.Unproved)))
            stock.FirstSession = first;

        var newest = request.Document.Bars[^1];
        if (stock.LastSession is not { } last || newest.Date >= last)
            (stock.LastSession, stock.LastClose) = (newest.Date, newest.Close);

        // Five facts in one query, because every load runs it.
        var latest = Latest(db, stock.Id);
        var stated = await db.Stocks.Where(s => s.Id == stock.Id)
            .Select(_ => new
            {
                Name = latest.Select(e => e.Name).FirstOrDefault(n => n != null),
                Exchange = latest.Select(e => e.Exchange).FirstOrDefault(n => n != null),
                Currency = latest.Select(e => e.Currency).FirstOrDefault(n => n != null),
                TimeZone = latest.Select(e => e.TimeZone).FirstOrDefault(n => n != null),
                FirstTradeDate = latest.Select(e => e.FirstTradeDate).FirstOrDefault(n => n != null),
            })
            .SingleAsync(cancellationToken);
        (stock.Name, stock.Exchange) = (stated.Name ?? stock.Name, stated.Exchange ?? stock.Exchange);
        stock.FirstTradeDate = stated.FirstTradeDate ?? stock.FirstTradeDate;
        (stock.Currency, stock.TimeZone) = (stated.Currency ?? stock.Currency, stated.TimeZone ?? stock.TimeZone);
    }

    private static IQueryable<LoadLedgerEntry> Latest(CreamPieDbContext db, int stockId) => db.LoadLedger.AsNoTracking()
        .Where(e => e.StockId == stockId)
        .OrderByDescending(e => e.CapturedAt).ThenByDescending(e => e.Sha256).ThenByDescending(e => e.ParserVersion);
}
