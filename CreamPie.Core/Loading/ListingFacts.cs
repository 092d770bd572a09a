using System.Linq.Expressions;
using CreamPie.Core.Database;
using CreamPie.Core.Tracking;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading;

/// <summary>What is known about a stock itself: of each fact, what the latest document that tells it says; ties by hash.</summary>
internal static class ListingFacts
{
    /// <summary>After the document's own entry was written.</summary>
    public static async Task UpdateAsync(CreamPieDbContext db, Stock stock, LoadRequest request, CancellationToken cancellationToken)
    {
        stock.Version++;
        stock.ServedSource = stock.ServedSource is { } served && served <= request.Source ? served : request.Source;
        if (stock.FirstSession is not { } first || request.Document.Range!.Value.First < first)
            stock.FirstSession = request.Document.Range!.Value.First;

        stock.Name = await LatestAsync(db, stock, e => e.Name, cancellationToken) ?? stock.Name;
        stock.Exchange = await LatestAsync(db, stock, e => e.Exchange, cancellationToken) ?? stock.Exchange;
        stock.Currency = await LatestAsync(db, stock, e => e.Currency, cancellationToken) ?? stock.Currency;
        stock.TimeZone = await LatestAsync(db, stock, e => e.TimeZone, cancellationToken) ?? stock.TimeZone;
    }

    private static Task<string?> LatestAsync(
        CreamPieDbContext db, Stock stock, Expression<Func<LoadLedgerEntry, string?>> fact, CancellationToken cancellationToken) =>
        db.LoadLedger.AsNoTracking()
            .Where(e => e.StockId == stock.Id)
            .OrderByDescending(e => e.CapturedAt).ThenByDescending(e => e.Sha256).ThenByDescending(e => e.ParserVersion)
            .Select(fact)
            .FirstOrDefaultAsync(told => told != null, cancellationToken);
}
