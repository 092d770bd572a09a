using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>The listings that have had one ticker, and what an admin should decide about them.</summary>
public sealed class ListingQuery(IDbContextFactory<CreamPieDbContext> contexts)
{
    /// <summary>The other listings of a stock's ticker; null if there is no such stock.</summary>
    public async Task<ListingHistory?> HistoryAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        if (await StockLookup.FindAsync(db, symbol, cancellationToken) is not { } stock)
            return null;
        var ticker = stock.Ticker;
        var others = (await db.Stocks.AsNoTracking()
                .Where(s => s.Id != stock.Id && (s.FormerSymbol == ticker || s.Symbol == ticker))
                .ToListAsync(cancellationToken))
            .OrderBy(s => s.ListedUntil ?? DateOnly.MaxValue)
            .ToLookup(s => s.ListedUntil < (stock.ListedUntil ?? DateOnly.MaxValue), ListingItem.Of);
        var findings = await db.Findings.AsNoTracking().Identity()
            .Where(f => f.StockId == stock.Id)
            .OrderBy(f => f.Id)
            .Select(f => new ListingFinding(f.Id, f.Kind, f.Date, f.Seen, f.Done, f.FoundAt))
            .ToListAsync(cancellationToken);
        return new(stock.Symbol, ticker, [.. others[true]], [.. others[false]], findings);
    }
}
