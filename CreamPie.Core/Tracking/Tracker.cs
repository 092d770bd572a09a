using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Tracking;

/// <summary>Starts, stops and pauses the pulls of symbols.</summary>
public sealed partial class Tracker(
    IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock, DueSignal due, ILogger<Tracker> log)
{
    /// <summary>Tracks a symbol; its first pull is due at once. Idempotent, and without effect on a retired listing.</summary>
    /// <exception cref="AccessDeniedException">The caller is neither analyst nor admin.</exception>
    public async Task<Stock> TrackAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        var stock = await TransientFaults.RetryAsync(() => TrackOnceAsync(symbol, cancellationToken), cancellationToken);
        due.Raise();
        return stock;
    }

    private async Task<Stock> TrackOnceAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stock = await db.Stocks.SingleOrDefaultAsync(s => s.Symbol == symbol.Value, cancellationToken);
        if (stock is { IsTracked: true } or { FormerSymbol: not null })
            return stock;
        if (stock is null)
            db.Stocks.Add(stock = new Stock { Symbol = symbol.Value });
        stock.Status = StockStatus.Pending;
        stock.NextDue = await clock.NowAsync(db, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return stock;
    }

    /// <summary>
    /// Stops pulling a symbol. Its bars stay and are served; a symbol without bars is deleted. False if it was not
    /// tracked.
    /// </summary>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<bool> UntrackAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var stock = await StockLock.LockAsync(db, symbol, cancellationToken);
        if (stock is not { IsTracked: true })
            return false;
        if (await db.DailyBars.AnyAsync(b => b.StockId == stock.Id, cancellationToken))
            (stock.Status, stock.NextDue) = (StockStatus.Imported, null);
        else
            db.Stocks.Remove(stock);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        due.Raise();
        Log.Untracked(log, symbol.Value, caller.Name);
        return true;
    }

    /// <summary>
    /// Pauses a stock until an admin reactivates it: the next sweep supersedes its queued pulls, a running one completes.
    /// Idempotent.
    /// </summary>
    /// <returns>False if it is not tracked.</returns>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<bool> PauseAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        var (found, changed) = await ChangeAsync(
            symbol,
            stock => stock.Status != StockStatus.Paused,
            (stock, _) => (stock.Status, stock.NextDue) = (StockStatus.Paused, null),
            cancellationToken);
        if (changed)
            Log.Paused(log, symbol.Value, caller.Name);
        return found;
    }

    /// <summary>
    /// Makes a paused, failing or not-found stock due at once. Idempotent, and without effect on any other.
    /// </summary>
    /// <returns>False if it is not tracked.</returns>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<bool> ReactivateAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        var (found, changed) = await ChangeAsync(
            symbol,
            stock => stock.Status is StockStatus.Paused or StockStatus.Failing or StockStatus.NotFound,
            (stock, now) => (stock.Status, stock.NextDue) = (stock.LastPullAt is null ? StockStatus.Pending : StockStatus.Waiting, now),
            cancellationToken);
        if (changed)
            Log.Reactivated(log, symbol.Value, caller.Name);
        return found;
    }

    private async Task<(bool Found, bool Changed)> ChangeAsync(
        Symbol symbol, Func<Stock, bool> applies, Action<Stock, DateTime> change, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var stock = await StockLock.LockAsync(db, symbol, cancellationToken);
        if (stock is not { IsTracked: true } || !applies(stock))
            return (stock is { IsTracked: true }, false);
        change(stock, await clock.NowAsync(db, cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        due.Raise();
        return (true, true);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Untracked {Symbol} (by {Caller}).")]
        public static partial void Untracked(ILogger logger, string symbol, string caller);

        [LoggerMessage(2, LogLevel.Information, "Paused {Symbol} (by {Caller}).")]
        public static partial void Paused(ILogger logger, string symbol, string caller);

        [LoggerMessage(3, LogLevel.Information, "Reactivated {Symbol} (by {Caller}).")]
        public static partial void Reactivated(ILogger logger, string symbol, string caller);
    }
}
