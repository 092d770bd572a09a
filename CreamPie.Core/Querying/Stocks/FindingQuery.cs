using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Stocks;

/// <summary>What is doubtful about the data of a stock.</summary>
public sealed class FindingQuery(IDbContextFactory<CreamPieDbContext> contexts)
{
    /// <summary>Open findings, of the newest days first; null if there is no such stock.</summary>
    /// <param name="caller">Needs the Analyst or Admin role.</param>
    /// <param name="symbol">Of the stock.</param>
    /// <param name="range">Of these days, and of whole documents.</param>
    /// <param name="limit">Most items; the total counts all.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<ListPage<FindingItem>?> OpenAsync(
        Caller caller, Symbol symbol, DateRange range, int limit, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        if (await StockLookup.FindAsync(db, symbol, cancellationToken) is not { } stock)
            return null;
        var open = db.Findings.AsNoTracking().Where(f => f.StockId == stock.Id && f.ClosedAt == null
            && (f.Date == null || (f.Date >= range.First && f.Date <= range.Last)));
        var total = await open.CountAsync(cancellationToken);
        var items = await open.OrderByDescending(f => f.Date).ThenByDescending(f => f.Id).Take(limit)
            .Select(f => new FindingItem(f.Kind, f.Date, f.Seen, f.Done, f.FoundAt, f.ClosedAt, f.ClosedBy))
            .ToListAsync(cancellationToken);
        return new(items, total, Next: null, Cursor: null);
    }
}
