using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Tracking;

/// <summary>Starts, stops and pauses the pulls of symbols.</summary>
public sealed partial class Tracker(
    IDbContextFactory<CreamPieDbContext> contexts,
    AuditTrail audit,
    DatabaseClock clock,
    DueSignal due,
    TrackingLimit limit,
    ILogger<Tracker> log)
{
    /// <summary>
    /// Tracks a symbol for the caller; if nobody has before, its first pull is due at once. Idempotent, and without effect on a
    /// retired listing.
    /// </summary>
    /// <exception cref="AccessDeniedException">The caller is neither analyst nor admin.</exception>
    /// <exception cref="LimitReachedException">The caller has begun to track as many symbols today as an analyst may.</exception>
    public async Task<Stock> TrackAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        var stock = await TransientFaults.RetryAsync(() => TrackOnceAsync(caller, symbol, cancellationToken), cancellationToken);
        due.Raise();
        return stock;
    }

    private async Task<Stock> TrackOnceAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var stock = await StockLock.LockAsync(db, symbol, cancellationToken);
        if (stock is { FormerSymbol: not null }
            || (stock is { IsTracked: true } && await FollowersOf(db, stock).AnyAsync(f => f.UserId == caller.Id, cancellationToken)))
            return stock;
        var now = await clock.NowAsync(db, cancellationToken);
        if (!caller.IsAdmin)
            await limit.CountAsync(db, caller, cancellationToken);
        if (stock is null)
            db.Stocks.Add(stock = new Stock { Symbol = symbol.Value, Status = StockStatus.Imported });
        if (stock.IsTracked)
            await PullTurns.ShareAsync(db, stock, caller.Id, cancellationToken);
        else
            (stock.Status, stock.NextDue) = (StockStatus.Pending, now);
        await db.SaveChangesAsync(cancellationToken);
        db.Followers.Add(new Follower { StockId = stock.Id, UserId = caller.Id, Since = now });
        audit.Add(db, caller, AuditAction.Tracking, symbol.Value, detail: "Tracked.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return stock;
    }

    /// <summary>
    /// Ends the caller's own tracking. The stock is untracked with it, as by <see cref="UntrackAsync"/>, unless others or the house
    /// track it, or an admin has paused it: then it is the house's.
    /// </summary>
    /// <exception cref="AccessDeniedException">The caller is neither analyst nor admin.</exception>
    public async Task<StopResult> StopAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var stock = await StockLock.LockAsync(db, symbol, cancellationToken);
        if (stock is not { IsTracked: true }
            || await FollowersOf(db, stock).Where(f => f.UserId == caller.Id).ExecuteDeleteAsync(cancellationToken) == 0)
            return StopResult.NotTracked;
        var isKept = await FollowersOf(db, stock).AnyAsync(cancellationToken);
        if (!isKept && stock.Status == StockStatus.Paused)
        {
            // To untrack it and track it again must not undo the pause.
            var now = await clock.NowAsync(db, cancellationToken);
            db.Followers.Add(new Follower { StockId = stock.Id, UserId = Follower.House, Since = now });
            isKept = true;
        }
        if (!isKept)
            await EndAsync(db, stock, cancellationToken);
        audit.Add(
            db, caller, AuditAction.Tracking, symbol.Value, detail: isKept ? "No longer tracked; kept for others." : "Untracked.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        due.Raise();
        Log.Stopped(log, symbol.Value, caller.Name, isKept);
        return isKept ? StopResult.TrackedByOthers : StopResult.Untracked;
    }

    /// <summary>
    /// Stops pulling a symbol for all who track it. Its bars stay and are served; a symbol without bars is deleted. False if it was not
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
        await EndAsync(db, stock, cancellationToken);
        audit.Add(db, caller, AuditAction.Tracking, symbol.Value, detail: "Untracked.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        due.Raise();
        Log.Untracked(log, symbol.Value, caller.Name);
        return true;
    }

    private static async Task EndAsync(CreamPieDbContext db, Stock stock, CancellationToken cancellationToken)
    {
        await FollowersOf(db, stock).ExecuteDeleteAsync(cancellationToken);
        if (await db.DailyBars.AnyAsync(b => b.StockId == stock.Id, cancellationToken))
            (stock.Status, stock.NextDue) = (StockStatus.Imported, null);
        else
            db.Stocks.Remove(stock);
    }

    private static IQueryable<Follower> FollowersOf(CreamPieDbContext db, Stock stock) => db.Followers.Where(f => f.StockId == stock.Id);

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
            caller,
            "Paused.",
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
            caller,
            "Reactivated.",
            symbol,
            stock => stock.Status is StockStatus.Paused or StockStatus.Failing or StockStatus.NotFound,
            (stock, now) => (stock.Status, stock.NextDue) = (stock.LastPullAt is null ? StockStatus.Pending : StockStatus.Waiting, now),
            cancellationToken);
        if (changed)
            Log.Reactivated(log, symbol.Value, caller.Name);
        return found;
    }

    private async Task<(bool Found, bool Changed)> ChangeAsync(
        Caller caller, string what, Symbol symbol, Func<Stock, bool> applies, Action<Stock, DateTime> change,
        CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var stock = await StockLock.LockAsync(db, symbol, cancellationToken);
        if (stock is not { IsTracked: true } || !applies(stock))
            return (stock is { IsTracked: true }, false);
        change(stock, await clock.NowAsync(db, cancellationToken));
        audit.Add(db, caller, AuditAction.Tracking, symbol.Value, detail: what);
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

        [LoggerMessage(4, LogLevel.Information, "{Symbol} is no longer tracked by {Caller}; by others: {Kept}.")]
        public static partial void Stopped(ILogger logger, string symbol, string caller, bool kept);
    }
}
