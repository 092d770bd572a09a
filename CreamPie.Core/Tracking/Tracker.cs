using CreamPie.Core.Database;
using CreamPie.Core.Market;
using CreamPie.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Tracking;

/// <summary>Which symbols we pull: starting, stopping, pausing.</summary>
public sealed class Tracker(IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock, DueSignal due)
{
    /// <summary>Tracks a symbol; its first pull is due at once. Repeated, it changes nothing.</summary>
    /// <exception cref="AccessDeniedException">The caller may not.</exception>
    public async Task<Stock> TrackAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        var stock = await Transient.RetryAsync(() => TrackOnceAsync(symbol, cancellationToken), cancellationToken);
        due.Raise();
        return stock;
    }

    private async Task<Stock> TrackOnceAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stock = await db.Stocks.SingleOrDefaultAsync(s => s.Symbol == symbol.Value, cancellationToken);
        if (stock is { IsTracked: true })
            return stock;
        if (stock is null)
            db.Stocks.Add(stock = new Stock { Symbol = symbol.Value });
        stock.Status = StockStatus.Pending;
        stock.NextDue = await clock.NowAsync(db, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return stock;
    }

    /// <summary>Stops pulling. Bars stay and are served; a symbol that never had any is forgotten. False if it was not tracked.</summary>
    /// <exception cref="AccessDeniedException">The caller is no admin.</exception>
    public async Task<bool> UntrackAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var stock = await StockRow.LockAsync(db, symbol, cancellationToken);
        if (stock is not { IsTracked: true })
            return false;
        if (await db.DailyBars.AnyAsync(b => b.StockId == stock.Id, cancellationToken))
            (stock.Status, stock.NextDue) = (StockStatus.Imported, null);
        else
            db.Stocks.Remove(stock);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        due.Raise();
        return true;
    }
}
