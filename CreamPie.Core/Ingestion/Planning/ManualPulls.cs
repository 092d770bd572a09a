using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Tracking;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Planning;

/// <summary>Pulls on request of an admin.</summary>
public sealed class ManualPulls(
    Planner planner, IDbContextFactory<CreamPieDbContext> contexts, AuditTrail audit, DatabaseClock clock, DueSignal due, TimeProvider time)
{
    private const int MostPerMinute = 60;

    private readonly CallRate _rate = new(MostPerMinute, time);

    /// <summary>Pulls a tracked stock now, still throttled by its host. If a pull is open already, returns that.</summary>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    /// <exception cref="LimitReachedException">The caller has asked for 60 pulls in this minute.</exception>
    public Task<RefreshResult> RefreshAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken) =>
        RefreshAsync(caller, symbol, whole: false, cancellationToken);

    /// <summary>The same; with <paramref name="whole"/> the full history, after the open pull if there is one.</summary>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    /// <exception cref="LimitReachedException">The caller has asked for 60 pulls in this minute.</exception>
    public async Task<RefreshResult> RefreshAsync(Caller caller, Symbol symbol, bool whole, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        if (caller != Caller.System && _rate.Count(caller.Id) is { Allowed: false, ResetSeconds: var reset })
        {
            throw new LimitReachedException(
                $"You can ask for {MostPerMinute} pulls a minute. Try again in {reset} seconds.", TimeSpan.FromSeconds(reset));
        }
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await StockLock.LockAsync(db, symbol, cancellationToken) is not { IsTracked: true } stock)
            return new RefreshResult.NotTracked();
        if (stock.Status == StockStatus.Paused)
            return new RefreshResult.StockPaused();
        stock.NeedsFullPull |= whole;
        var pull = await db.Documents.Pulls().Open()
            .Where(d => d.StockId == stock.Id)
            .OrderByDescending(d => d.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (pull is null)
        {
            // Due now like any other round, so that it falls back if its first source fails.
            var now = await clock.NowAsync(db, cancellationToken);
            stock.NextDue = await NewDueAsync(db, stock, now, cancellationToken);
            pull = await planner.NextPullAsync(db, stock, now, cancellationToken);
            // Nothing is saved: the stock would become due and fail for a pull that was never made.
            if (pull is null)
                return new RefreshResult.SourcesStopped();
            pull.Requester = caller == Caller.System ? null : caller.Id;
            db.Documents.Add(pull);
        }
        audit.Add(db, caller, AuditAction.JobTrigger, symbol.Value, detail: whole ? "Full pull." : "Pull.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        due.Raise();
        return new RefreshResult.Queued(pull);
    }

    /// <summary>A due time of its own, even if the clock stands still.</summary>
    private static async Task<DateTime> NewDueAsync(CreamPieDbContext db, Stock stock, DateTime now, CancellationToken cancellationToken)
    {
        while ((await PullCompletion.PullsOfAsync(db, [PlanKeys.Round(stock.Symbol, now)], cancellationToken)).Count > 0)
            now = now.AddMilliseconds(1);
        return now;
    }
}
