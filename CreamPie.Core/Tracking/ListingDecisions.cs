using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Storage.Tables.Series;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Tracking;

/// <summary>What an admin decides on the findings about whose bars are under a ticker.</summary>
public sealed partial class ListingDecisions(
    IDbContextFactory<CreamPieDbContext> contexts, AuditTrail audit, DatabaseClock clock, ILogger<ListingDecisions> log)
{
    /// <summary>
    /// Agrees with what was done, and closes the finding on both stocks. A doubt is settled with it: all bars are of one listing.
    /// </summary>
    /// <returns>False if it is no open finding about a listing.</returns>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public Task<bool> ConfirmAsync(Caller caller, int findingId, CancellationToken cancellationToken) =>
        DecideAsync(caller, findingId, isJoined: false, cancellationToken);

    /// <summary>Joins a retired listing into the one that has its ticker now: from then on they are one, whatever documents say.</summary>
    /// <returns>False if the finding is not open, or is not about a new listing.</returns>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public Task<bool> JoinAsync(Caller caller, int findingId, CancellationToken cancellationToken) =>
        DecideAsync(caller, findingId, isJoined: true, cancellationToken);

    private async Task<bool> DecideAsync(Caller caller, int findingId, bool isJoined, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        return await TransientFaults.RetryAsync(() => DecideOnceAsync(caller, findingId, isJoined, cancellationToken), cancellationToken);
    }

    private async Task<bool> DecideOnceAsync(Caller caller, int findingId, bool isJoined, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var finding = await db.Findings.AsNoTracking().Identity().SingleOrDefaultAsync(f => f.Id == findingId, cancellationToken);
        if (finding is null || (isJoined && finding.Kind != FindingKind.NewListing))
            return false;
        var stock = await db.Stocks.AsNoTracking().SingleAsync(s => s.Id == finding.StockId, cancellationToken);
        if (isJoined && !await JoinAsync(db, stock, finding.Date!.Value, cancellationToken))
            return false;
        if (finding.Kind == FindingKind.ListingDoubt && await StockLock.LockAsync(db, stock.Id, cancellationToken) is { } doubtful)
            doubtful.IsOneListing = true;
        audit.Add(
            db, caller, AuditAction.DataDecision, stock.Symbol, detail: $"{finding.Kind} {(isJoined ? "joined" : "confirmed")}.");
        await db.SaveChangesAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        // The same sentence stands on both stocks.
        await db.Findings.Identity().Where(f => f.Kind == finding.Kind && f.Date == finding.Date && f.Seen == finding.Seen)
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.ClosedAt, now).SetProperty(f => f.ClosedBy, caller.Name), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Log.Decided(log, finding.Kind, stock.Symbol, isJoined, caller.Name);
        return true;
    }

    /// <param name="db">In the transaction.</param>
    /// <param name="stock">One of the two.</param>
    /// <param name="first">First day of the later one.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    private static async Task<bool> JoinAsync(CreamPieDbContext db, Stock stock, DateOnly first, CancellationToken cancellationToken)
    {
        var ticker = stock.Ticker;
        // Locked in the order of a load: the ticker's owner first.
        var owner = await StockLock.LockAsync(db, Symbol.Parse(ticker), cancellationToken);
        var retired = await db.Stocks.AsNoTracking().Where(s => s.FormerSymbol == ticker).ToListAsync(cancellationToken);
        var earlier = retired.Find(s => s.ListedUntil == first.AddDays(-1));
        var next = retired.Where(s => s.ListedUntil >= first).MinBy(s => s.ListedUntil);
        var later = next is null ? owner : await StockLock.LockAsync(db, next.Id, cancellationToken);
        if (later is null || await StockLock.LockAsync(db, earlier?.Id, cancellationToken) is not { } joined)
            return false;
        await ListingTransitions.JoinAsync(db, joined, later, cancellationToken);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Kind} of {Symbol} decided, joined: {Joined} (by {Caller}).")]
        public static partial void Decided(ILogger logger, FindingKind kind, string symbol, bool joined, string caller);
    }
}
